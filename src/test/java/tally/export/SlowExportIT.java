package tally.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;

/** An export that takes long: whoever reads it is slow, deleted, gone, or cut off. */
class SlowExportIT {
  private static final String EXPORT = "/api/auth/me/export";

  @RegisterExtension
  private static final TestApp server = TestApp.start(Map.of("DB_POOL_SIZE", "1"));

  /** The pool has one connection, and somebody who does not go on reading does not keep it. */
  @Test
  void whoeverReadsSlowlyHoldsNoConnection() throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      for (int n = 0; n < 5; n++) {
        ann.get("/api/tasks").expect(200);
      }
      assertTrue(slow.rest().endsWith("]}\r\n" + SlowReader.LAST_CHUNK));
    }
  }

  @Test
  void whoIsDeletedMeanwhileGetsNoPartForTheWhole() throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      ann.delete("/api/auth/me", Map.of("password", TestApp.PASSWORD)).expect(204);
      assertFalse(slow.rest().endsWith(SlowReader.LAST_CHUNK));
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  /** Nothing of the user is gone yet. */
  @Test
  void whoIsBeingDeletedGetsNoPartForTheWhole() throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    var id = ann.get("/api/auth/me").text("id");
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      server.execute(
          "update users set email = cast(id as text), is_active = false where id = '" + id + "'");
      assertFalse(slow.rest().endsWith(SlowReader.LAST_CHUNK));
    }
  }

  /** More of them than there are threads for exports. */
  @Test
  void whoeverReadsSlowlyHoldsNoThread() throws Exception {
    var clients = new ArrayList<TestClient>();
    for (int n = 0; n < 6; n++) {
      var client = server.register();
      Belongings.fill(server, client, 8000, 0);
      clients.add(client);
    }
    var slow = new ArrayList<SlowReader>();
    try {
      for (var client : clients) {
        slow.add(SlowReader.begin(server, client, ""));
      }
      for (var reader : slow) {
        assertTrue(reader.reader().readLine().endsWith("200 OK"));
      }
      // Until what is kept for a reader is full.
      for (int n = 0; n < 100 && writers() > 0; n++) {
        Thread.sleep(100);
      }
      assertEquals(0, writers());
      server.register().get(EXPORT).expect(200);
      assertTrue(slow.get(0).rest().endsWith("]}\r\n" + SlowReader.LAST_CHUNK));
    } finally {
      for (var reader : slow) {
        reader.close();
      }
    }
  }

  /** Threads of this process that are in the midst of an export. */
  private static long writers() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack -> Arrays.stream(stack).anyMatch(e -> e.getClassName().endsWith("JsonStream")))
        .count();
  }

  @Test
  void whoseConnectionBreaksMayExportAgain() throws Exception {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      slow.socket().setSoLinger(true, 0);
    }
    for (int n = 0; n < 50 && ann.get(EXPORT).response().statusCode() == 429; n++) {
      Thread.sleep(100);
    }
    ann.get(EXPORT).expect(200);
  }

  @Test
  void whatFailsHalfWayDoesNotLookComplete() throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      try {
        server.denyConnections();
        var rest = slow.rest();
        assertFalse(rest.endsWith(SlowReader.LAST_CHUNK));
        assertFalse(rest.contains("\"code\""));
      } finally {
        server.allowConnections();
      }
    }
  }

  /** HTTP/1.0 and {@code Connection: close} know no last chunk. */
  @Test
  void whatFailsHalfWayEndsInAnErrorWhereTheEndOfTheConnectionIsThatOfTheAnswer()
      throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "Connection: close\r\n")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      try {
        server.denyConnections();
        assertThrows(SocketException.class, () -> slow.reader().transferTo(Writer.nullWriter()));
      } finally {
        server.allowConnections();
      }
    }
  }

  @Test
  void aUserHasOneExportAtATime() throws IOException {
    var ann = server.register();
    Belongings.fill(server, ann, 20_000, 0);
    try (var slow = SlowReader.begin(server, ann, "")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      ann.get(EXPORT).expect(429).code("RATE_LIMITED");
      server.register().get(EXPORT).expect(200);
      assertTrue(slow.rest().endsWith(SlowReader.LAST_CHUNK));
    }
    ann.get(EXPORT).expect(200);
  }
}
