package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tally.TestApp;

/** Clients that take their time, by intention or not. */
class SlowClientsIT {
  private static final Patience LITTLE =
      new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1));

  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: a\r\n";
  private static final String LOGIN =
      "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  @Test
  void headsAndBodiesThatDoNotArriveKeepNobodyElseWaiting() throws Exception {
    var slow = new ArrayList<Socket>();
    try (var server = TestApp.start()) {
      server.anonymous().get("/healthz").expect(200);
      for (var beginning : List.of(LOGIN + "Content-Length: 100\r\n\r\n{", LOGIN, "")) {
        for (int i = 0; i < 300; i++) {
          slow.add(open(server, beginning));
        }
      }
      for (int second = 0; second < 3; second++) {
        // Each begins to be looked at again.
        for (var socket : slow) {
          socket.getOutputStream().write('x');
        }
        long asked = System.nanoTime();
        server.anonymous().get("/healthz").expect(200);
        assertTrue(since(asked).toMillis() < 1000, () -> since(asked).toString());
        Thread.sleep(300);
      }
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void answersThatAreNotTakenKeepNobodyElseWaiting() throws Exception {
    var asked = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(4);
    var slow = new ArrayList<Socket>();
    try (var server = TestApp.start()) {
      for (int i = 0; i < 400; i++) {
        slow.add(open(server, asked));
      }
      for (int second = 0; second < 3; second++) {
        Thread.sleep(500);
        long began = System.nanoTime();
        server.anonymous().get("/healthz").expect(200);
        assertTrue(since(began).toSeconds() < 15, () -> since(began).toString());
      }
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void anAnswerIsWholeForWhoReadsItLate() throws Exception {
    var asked = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n";
    try (var server = TestApp.start();
        var late = open(server, (asked + "\r\n").repeat(5) + asked + "Connection: close\r\n\r\n");
        var one = open(server, asked + "Connection: close\r\n\r\n")) {
      var whole = all(one);
      var file = whole.substring(whole.indexOf("\r\n\r\n") + 4);
      Thread.sleep(1000);

      var answers = all(late);

      assertEquals(7, answers.split(Pattern.quote(file), -1).length);
      assertTrue(answers.endsWith(file));
    }
  }

  @Test
  void theHeadOfARequestHasToArriveInTime() throws Exception {
    try (var server = TestApp.start(LITTLE);
        var first = open(server, "GET / HTTP/1.1\r\nX: ");
        var second = open(server, HEALTH + "\r\n" + HEALTH + "X: ");
        var regular = open(server, "")) {
      long began = System.nanoTime();
      while (isOpen(first) || isOpen(second)) {
        assertTrue(since(began).toSeconds() < 10, "the connections are still open");
        // Whoever asks again and again is not late, however long that goes on.
        send(regular, HEALTH + "\r\n");
        Thread.sleep(200);
      }
      assertTrue(since(began).toMillis() >= 1500, () -> since(began).toString());
      send(regular, HEALTH + "Connection: close\r\n\r\n");
      assertTrue(all(regular).contains("Connection: close"));
    }
  }

  @Test
  void whoeverTakesNothingOfAnAnswerIsCut() throws Exception {
    var asked = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(4);
    try (var server = TestApp.start(LITTLE);
        var silent = open(server, asked)) {
      Thread.sleep(2500);
      assertThrows(SocketException.class, () -> silent.getInputStream().readAllBytes());
    }
  }

  @Test
  void aBodyHasToArriveInTime() throws Exception {
    try (var server = TestApp.start(LITTLE);
        var silent = open(server, LOGIN + "Content-Length: 100\r\n\r\n{");
        var dripping = open(server, LOGIN + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")) {
      var answer = CompletableFuture.supplyAsync(() -> all(silent));

      assertRefused(drip(dripping, "1\r\nx\r\n", Duration.ofSeconds(10)));
      assertRefused(answer.get());
    }
  }

  @Test
  void aStopWaitsForABodyThatIsOnItsWayButNotLong() throws Exception {
    var server = TestApp.start();
    try (var late = open(server, LOGIN + "Content-Length: 2\r\n\r\n{");
        var dripping = open(server, LOGIN + "Content-Length: 1000\r\n\r\n{")) {
      // Until both are being read.
      Thread.sleep(300);
      long began = System.nanoTime();
      var stop = CompletableFuture.runAsync(server::close);
      var refused =
          CompletableFuture.supplyAsync(() -> drip(dripping, "x", Duration.ofSeconds(10)));
      Thread.sleep(500);
      late.getOutputStream().write('}');

      assertTrue(all(late).startsWith("HTTP/1.1 422 "));
      assertRefused(refused.get());
      stop.get();
      assertTrue(since(began).toSeconds() < 6, () -> since(began).toString());
    }
  }

  private static void assertRefused(String answer) {
    assertEquals("HTTP/1.1 408 Request Timeout", answer.lines().findFirst().orElse(""));
    assertTrue(answer.contains("MALFORMED_REQUEST"), answer);
    assertTrue(answer.contains("Connection: close"), answer);
  }

  private static Socket open(TestApp server, String beginning) throws IOException {
    var socket = new Socket();
    // The rest is kept by the server, in at most 4 MiB of its socket and then by itself.
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(60_000);
    send(socket, beginning);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a piece five times a second until there is an answer. */
  private static String drip(Socket socket, String piece, Duration longest) {
    long began = System.nanoTime();
    try {
      while (socket.getInputStream().available() == 0 && since(began).compareTo(longest) < 0) {
        send(socket, piece);
        Thread.sleep(200);
      }
      return new String(
          socket.getInputStream().readNBytes(socket.getInputStream().available()),
          StandardCharsets.UTF_8);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends one byte more, unless the server has hung up. */
  private static boolean isOpen(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String all(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
