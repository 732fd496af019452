package tally;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Users who go on working while servers are replaced. They come as through a proxy: a connection
 * for each request, to the servers in turn, and to another one only where the first has refused the
 * connection.
 */
final class UpgradeLoad implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USERS = 4;
  private static final int PATIENCE_SECONDS = 60;

  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> users = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /** Begins to work. */
  static UpgradeLoad on(String... addresses) {
    var load = new UpgradeLoad();
    List.of(addresses).forEach(load::add);
    for (int i = 0; i < USERS; i++) {
      int number = i;
      var user = new Thread(() -> load.work(number), "user-" + i);
      load.users.add(user);
      user.start();
    }
    return load;
  }

  /** From now on a server takes part. */
  void add(String address) {
    ports.add(URI.create(address).getPort());
  }

  /** No server that is asked first any longer, once it has been stopped. */
  void remove(String address) {
    ports.remove((Integer) URI.create(address).getPort());
  }

  /** Waits for so many requests to be answered from now on. */
  void awaitRequests(int number) throws InterruptedException {
    long until = requests.get() + number;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (requests.get() < until) {
      if (!failures.isEmpty() || System.nanoTime() > deadline) {
        throw new AssertionError(requests + " requests, failed: " + failures);
      }
      Thread.sleep(10);
    }
  }

  /** Ends the work, and tells what was not answered as it should be. */
  List<String> end() throws InterruptedException {
    stopped = true;
    for (var user : users) {
      user.join();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
  }

  private record Answer(int status, JsonNode body) {}

  private void work(int number) {
    try {
      var credentials =
          "{\"email\": \"user%d@example.com\", \"password\": \"%s\"}"
              .formatted(number, TestApp.PASSWORD);
      var token = expect(201, "", "POST", "/api/auth/register", credentials);
      for (int round = 0; !stopped; round++) {
        round(token.get("access_token").textValue());
        if (round % 10 == 0) {
          // Seldom, as hashing would take all the time.
          expect(200, "", "POST", "/api/auth/login", credentials);
        }
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e.toString());
    }
  }

  private void round(String token) throws IOException {
    var task = expect(201, token, "POST", "/api/tasks", "{\"title\": \"buy milk\"}");
    var path = "/api/tasks/" + task.get("id").textValue();
    expect(200, token, "PATCH", path, "{\"is_completed\": true}");
    expect(200, token, "GET", path, "");
    expect(200, token, "GET", "/api/tasks?q=milk&sort=title", "");
    var talk = expect(201, token, "POST", "/api/conversations", "{}");
    var messages = "/api/conversations/" + talk.get("id").textValue() + "/messages";
    expect(201, token, "POST", messages, "{\"items\": [{\"role\": \"USER\", \"content\": \"x\"}]}");
    expect(200, token, "GET", messages, "");
    expect(200, token, "GET", "/api/conversations", "");
    expect(204, token, "DELETE", path, "");
  }

  private JsonNode expect(int status, String token, String method, String path, String body)
      throws IOException {
    var answer = send(token, method, path, body);
    requests.incrementAndGet();
    if (answer.status() != status) {
      failures.add(method + " " + path + " answered " + answer);
    }
    return answer.body();
  }

  private Answer send(String token, String method, String path, String body) throws IOException {
    var request =
        """
        %s %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Connection: close\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
            .formatted(method, path, token.isEmpty() ? "none" : token, body.length(), body);
    try (var socket = connect()) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 ")) {
        throw new IOException(method + " " + path + " was not answered");
      }
      int end = answer.indexOf("\r\n\r\n") + 4;
      return new Answer(
          Integer.parseInt(answer.substring(9, 12)), JSON.readTree(answer.substring(end)));
    }
  }

  private Socket connect() throws IOException {
    ConnectException refused = new ConnectException("there is no server");
    for (int tried = 0; tried < 10; tried++) {
      var port = ports.get((int) (turns.getAndIncrement() % ports.size()));
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException e) {
        refused = e;
      }
    }
    throw refused;
  }
}
