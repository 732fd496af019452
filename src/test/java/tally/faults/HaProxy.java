package tally.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A HAProxy on loopback in front of two servers, with the settings that the README gives. */
final class HaProxy implements AutoCloseable {
  private static final List<String> NAMES = List.of("one", "two");

  private final Process process;
  private final int port;

  private HaProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    boolean isThere =
        Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy")
            .anyMatch(file -> Files.isExecutable(Path.of(file)));
    if (!isThere) {
      System.err.println("SKIPPED: HAProxy is not installed (Debian: haproxy)");
    }
    return isThere;
  }

  static HaProxy start(Path folder, int one, int two) throws IOException {
    int port = LocalPostgres.freePort();
    var settings =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              retries 3
              option redispatch 1
            frontend tally
              bind 127.0.0.1:%d
              stats enable
              stats uri /haproxy
              default_backend tally
            backend tally
              balance roundrobin
              option httpchk GET /readyz
              default-server check inter 1s fall 1 rise 1
              server one 127.0.0.1:%d
              server two 127.0.0.1:%d
            """
                .formatted(port, one, two));
    var program = Files.exists(Path.of("/usr/sbin/haproxy")) ? "/usr/sbin" : "/usr/local/sbin";
    var process =
        new ProcessBuilder(program + "/haproxy", "-db", "-f", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    return new HaProxy(process, port);
  }

  int port() {
    return port;
  }

  /** Waits until it has found out that a server is ready, or is not. */
  void await(int server, boolean ready) throws InterruptedException {
    var line = "tally," + NAMES.get(server) + ",";
    for (int i = 0; i < 1500; i++) {
      boolean isUp =
          statistics()
              .lines()
              .anyMatch(row -> row.startsWith(line) && row.split(",", -1)[17].equals("UP"));
      if (isUp == ready) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("HAProxy does not see it:\n" + statistics());
  }

  private String statistics() throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/haproxy;csv")).build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      // It does not listen yet.
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
