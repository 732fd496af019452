package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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
    // More of them than the connection itself keeps.
    var asked = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(6);
    var slow = new ArrayList<Socket>();
    try (var server = TestApp.start()) {
      for (int i = 0; i < 400; i++) {
        slow.add(open(server, asked));
      }
      for (int second = 0; second < 5; second++) {
        Thread.sleep(1000);
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
  void aBodyHasToArriveWithinHalfAMinute() throws Exception {
    try (var server = TestApp.start();
        var silent = open(server, LOGIN + "Content-Length: 100\r\n\r\n{");
        var dripping = open(server, LOGIN + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")) {
      var answer = CompletableFuture.supplyAsync(() -> all(silent));

      assertRefused(drip(dripping, "1\r\nx\r\n", Duration.ofSeconds(40)));
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
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Sends a piece five times a second until there is an answer. */
  private static String drip(Socket socket, String piece, Duration longest) {
    long began = System.nanoTime();
    try {
      while (socket.getInputStream().available() == 0 && since(began).compareTo(longest) < 0) {
        socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
        Thread.sleep(200);
      }
      return new String(
          socket.getInputStream().readNBytes(socket.getInputStream().available()),
          StandardCharsets.UTF_8);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
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
