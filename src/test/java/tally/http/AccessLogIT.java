package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tally.RawHttp;
import tally.TestApp;
import tally.db.DatabaseUrl;

class AccessLogIT {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger access = (Logger) LoggerFactory.getLogger("tally.access");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    access.setLevel(Level.INFO);
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(lines);
    access.setLevel(null);
  }

  @Test
  void eachRequestIsALineThatNamesItsRouteAndItsUser() {
    try (var server = TestApp.start()) {
      var ann = server.register("ann@example.com").with("X-Request-Id", "the-one");
      var me = ann.get("/api/auth/me").expect(200);
      lines.list.clear();

      var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);
      ann.get(task.location()).expect(200);

      var line = line("/api/tasks/{id}");
      assertEquals("the-one", line.get("request_id"));
      assertEquals("GET", line.get("method"));
      assertEquals("200", line.get("status"));
      assertEquals(me.text("id"), line.get("user_id"));
      assertEquals(task.header("Content-Length"), line.get("bytes"));
      assertTrue(Double.parseDouble(line.get("duration_ms")) > 0);
    }
  }

  @Test
  void whatIsRefusedBeforeItReachesARouteIsALineToo() {
    try (var server = TestApp.start()) {
      server.anonymous().get("/api/tasks").expect(401);
      assertEquals("401", line("/api/tasks").get("status"));
      server.anonymous().get("/nothing/sesame").expect(404);
      assertEquals("404", line("-").get("status"));
      lines.list.clear();
      RawHttp.send(server.port(), "sesame\r\n\r\n");
      assertEquals("400", line("-").get("status"));
    }
  }

  @Test
  void whoeverHangsUpLeavesNoWarning() throws IOException, SQLException {
    try (var server = TestApp.start()) {
      var ann = server.register();
      // More than Jetty keeps until the handler is done.
      var task = Map.of("title", "buy milk", "description", "x".repeat(1000));
      ann.post("/api/tasks/batch", Map.of("items", Collections.nCopies(100, task))).expect(201);
      for (int i = 0; i < 3; i++) {
        lines.list.clear();
        hangUpMeanwhile(server, ann.header("Authorization"));

        assertEquals("200", line("/api/tasks").get("status"));
        for (var event : lines.list.toArray(ILoggingEvent[]::new)) {
          assertFalse(event.getLevel().isGreaterOrEqual(Level.WARN), () -> everything(event));
        }
      }
    }
  }

  /** Asks for tasks, and resets the connection while the server has not got them yet. */
  private static void hangUpMeanwhile(TestApp server, String authorization)
      throws IOException, SQLException {
    try (var connection = DatabaseUrl.parse(server.databaseUrl()).connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table tasks");
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        var request =
            "GET /api/tasks?limit=100 HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(authorization);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        while (server.query("select count(*) from pg_locks where not granted").equals("0")) {
          Thread.onSpinWait();
        }
        socket.setSoLinger(true, 0);
      }
      connection.rollback();
    }
  }

  @Test
  void noLineHasAnythingThatIsNobodysBusiness() {
    try (var server = TestApp.start()) {
      var ann = server.register("sesame@example.com");
      ann.post("/api/tasks", Map.of("title", "sesame")).expect(201);
      ann.get("/api/tasks?sesame=1").expect(400);
      ann.get("/sesame").expect(404);
      ann.post("/api/auth/login", Map.of("email", "sesame@x.de", "password", "sesame!"))
          .expect(401);
      ann.with("Cookie", "access_token=sesame").with("User-Agent", "sesame").get("/readyz");
      ann.with("Authorization", "Bearer sesame").get("/api/tasks").expect(401);
      server.execute("alter table tasks rename to away");
      ann.get("/api/tasks?limit=1").expect(503);
      server.execute("alter table users add constraint sesame check (email <> 'sesame@y.de')");
      ann.post(
              "/api/auth/register",
              Map.of("email", "sesame@y.de", "password", "long enough for it"))
          .expect(500);
    }
    assertTrue(lines.list.size() >= 9);
    for (var event : lines.list) {
      assertFalse(everything(event).contains("sesame@"), () -> everything(event));
      assertFalse(everything(event).contains("sesame="), () -> everything(event));
      assertFalse(everything(event).contains("/sesame"), () -> everything(event));
      assertFalse(everything(event).contains("$2a$"), () -> everything(event));
    }
  }

  /** The message, its particulars, and the messages of what was thrown. */
  private static String everything(ILoggingEvent event) {
    var text = new StringBuilder(event.getFormattedMessage() + event.getKeyValuePairs());
    for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
      text.append('\n').append(thrown.getMessage());
    }
    return text.toString();
  }

  /** The latest line of a route; it is written after the answer, so it may be on its way. */
  private Map<String, String> line(String route) {
    for (int i = 0; i < 100; i++) {
      var events = lines.list.toArray(ILoggingEvent[]::new);
      for (int j = events.length - 1; j >= 0; j--) {
        var line = new HashMap<String, String>();
        var pairs =
            Objects.requireNonNullElse(events[j].getKeyValuePairs(), List.<KeyValuePair>of());
        pairs.forEach(pair -> line.put(pair.key, "" + pair.value));
        if (route.equals(line.get("route"))) {
          return line;
        }
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("no line for " + route + ": " + lines.list);
  }
}
