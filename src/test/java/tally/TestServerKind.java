package tally;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the PostgreSQL of the tests comes from. */
enum TestServerKind {
  TEST_DATABASE_URL("TEST_DATABASE_URL"),
  TESTCONTAINERS("Testcontainers"),
  EMBEDDED("embedded");

  private final String shown;

  TestServerKind(String shown) {
    this.shown = shown;
  }

  /** The address if one is given, else a container when a Docker API answers, else embedded. */
  static TestServerKind chosen(Map<String, String> environment) {
    if (!environment.getOrDefault("TEST_DATABASE_URL", "").isBlank()) {
      return TEST_DATABASE_URL;
    }
    return dockerAddresses(environment).anyMatch(TestServerKind::answers)
        ? TESTCONTAINERS
        : EMBEDDED;
  }

  private static Stream<URI> dockerAddresses(Map<String, String> environment) {
    var host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isBlank()) {
      return Stream.of(URI.create(host));
    }
    return Stream.of(
            Path.of("/var/run/docker.sock"),
            Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"), "docker.sock"),
            Path.of(environment.getOrDefault("HOME", "/"), ".docker/run/docker.sock"))
        .map(path -> URI.create("unix://" + path.toUri().getRawPath()));
  }

  /** Whether something that speaks HTTP is there, within a second. */
  private static boolean answers(URI docker) {
    return CompletableFuture.supplyAsync(() -> ping(docker))
        .completeOnTimeout(false, 1, TimeUnit.SECONDS)
        .join();
  }

  private static boolean ping(URI docker) {
    try (var channel = connect(docker)) {
      if (channel == null) {
        return false;
      }
      var request = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return channel.read(ByteBuffer.allocate(16)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable SocketChannel connect(URI docker) throws IOException {
    if ("unix".equals(docker.getScheme())) {
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(docker.getPath()));
      return channel;
    }
    return List.of("tcp", "http", "https").contains(docker.getScheme())
        ? SocketChannel.open(new InetSocketAddress(docker.getHost(), docker.getPort()))
        : null;
  }

  @Override
  public String toString() {
    return shown;
  }
}
