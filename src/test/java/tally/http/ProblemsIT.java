package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tally.RawHttp;
import tally.TestApp;
import tally.db.DatabaseUrl;

/**
 * Whatever goes wrong, and whoever answers it: a problem document, and nothing of what was sent.
 */
class ProblemsIT {
  private static final String MARK = "sesame";

  @RegisterExtension private static final TestApp server = TestApp.start();

  @ParameterizedTest
  @CsvSource({
    "GET /%zz HTTP/1.1, 400, MALFORMED_REQUEST",
    "GET /api/tasks/%00 HTTP/1.1, 400, MALFORMED_REQUEST",
    "GET /%c3%28sesame HTTP/1.1, 400, MALFORMED_REQUEST",
    "GET /../../sesame HTTP/1.1, 400, MALFORMED_REQUEST",
    "GET http://[::1/sesame HTTP/1.1, 400, MALFORMED_REQUEST",
    "GET /healthz HTTP/9.1, 400, MALFORMED_REQUEST",
    "sesame, 400, MALFORMED_REQUEST",
    "PRI * HTTP/2.0, 426, MALFORMED_REQUEST",
    "GET /sesame HTTP/1.1, 404, NOT_FOUND",
    "GET /healthz;sesame=1 HTTP/1.1, 404, NOT_FOUND",
    "GET /healthz/ HTTP/1.1, 404, NOT_FOUND",
    "GET /HEALTHZ HTTP/1.1, 404, NOT_FOUND",
    "TRACE /healthz HTTP/1.1, 405, METHOD_NOT_ALLOWED",
    "SESAME /healthz HTTP/1.1, 405, METHOD_NOT_ALLOWED",
  })
  void aBadRequestLineIsAProblem(String line, int status, String code) {
    assertProblem(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n", status, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: sesame sesame\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: localhost\r\nSesame sesame\r\n",
        "Host: localhost\r\nContent-Length: sesame\r\n",
        "Host: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Host: localhost\r\nTransfer-Encoding: sesame\r\n",
      })
  void badHeadersAreAProblem(String headers) {
    assertProblem(
        "GET /healthz HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n",
        400,
        "MALFORMED_REQUEST");
  }

  @Test
  void whatIsTooLongIsAProblem() {
    var end = "Host: localhost\r\nConnection: close\r\n\r\n";
    var path = "/" + MARK.repeat(3000);
    assertProblem("GET " + path + " HTTP/1.1\r\n" + end, 414, "MALFORMED_REQUEST");
    assertProblem(
        "GET /healthz HTTP/1.1\r\nX-Long: " + path + "\r\n" + end, 431, "MALFORMED_REQUEST");
  }

  @Test
  void anExpectationThatNobodyMeetsIsAProblem() {
    var head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: sesame\r\n\r\n";
    assertProblem(head, 417, "MALFORMED_REQUEST");
  }

  /** It has an authority and no path. */
  @Test
  void thereIsNothingToConnectTo() {
    assertProblem(lines("CONNECT a:443 HTTP/1.1", "Host: a:443", "", ""), 404, "NOT_FOUND");
  }

  @Test
  void whatIsNoRequestHasNotTheIdOfTheOneBeforeIt() {
    for (var second : new String[] {"sesame", "GET /healthz HTTP/9.1", "GET / HTTP/1.1\r\nHost"}) {
      var answers =
          RawHttp.send(
              server.port(),
              lines("GET /healthz HTTP/1.1", "Host: a", "X-Request-Id: first", "", second, "", ""));

      int end = answers.lastIndexOf("HTTP/1.1 ");
      assertTrue(answers.startsWith("HTTP/1.1 200 "), answers);
      assertTrue(answers.startsWith("HTTP/1.1 400 ", end), answers);
      assertTrue(answers.substring(0, end).contains("X-Request-Id: first"), answers);
      assertFalse(answers.substring(end).contains("first"), answers);
    }
  }

  @Test
  void aClientIsToldThatTheConnectionIsClosed() {
    for (int i = 0; i < 20; i++) {
      assertEquals("close", server.anonymous().get("/%00").expect(400).header("Connection"));
      server.anonymous().get("/healthz").expect(200);
    }
  }

  @Test
  void aBrokenChunkIsAProblem() {
    assertProblem(
        lines(
            "POST /api/auth/login HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "sesame",
            ""),
        400,
        "MALFORMED_REQUEST");
  }

  @Test
  void aSocketIsNotUpgraded() {
    assertProblem(
        lines(
            "GET /sesame HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade, close",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: x",
            "",
            ""),
        404,
        "NOT_FOUND");
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    var refused =
        server.register().put("/api/tasks", Map.of()).expect(405).code("METHOD_NOT_ALLOWED");

    assertEquals("GET, HEAD, OPTIONS, POST", refused.header("Allow"));
  }

  @Test
  void everyAddressTellsItsMethodsInOneOrder() {
    var ann = server.register();
    for (var route : server.routes()) {
      var path =
          route
              .substring(route.indexOf('/'))
              .replace("{file}", "docs.js")
              .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
      var allowed = server.anonymous().options(path).expect(204).header("Allow");
      var refused = ann.send("PROPFIND", path, null, null).expect(405);

      assertEquals(allowed, refused.header("Allow"), path);
      assertEquals(String.join(", ", new TreeSet<>(List.of(allowed.split(", ")))), allowed, path);
    }
  }

  @Test
  void theServerAsAWholeTellsAllMethods() {
    var answer =
        RawHttp.send(
            server.port(),
            lines("OPTIONS * HTTP/1.1", "Host: localhost", "Connection: close", "", ""));

    assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
    assertTrue(answer.contains("Allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n"), answer);
    assertTrue(answer.contains("X-Request-Id: "), answer);
    assertProblem(
        lines("GET * HTTP/1.1", "Host: localhost", "Connection: close", "", ""),
        400,
        "MALFORMED_REQUEST");
  }

  @Test
  void whatTakesTheDatabaseTooLongIsNotToldToComeBackAtOnce() throws SQLException {
    try (var busy = TestApp.start(Map.of("DB_STATEMENT_TIMEOUT", "1s"))) {
      var ann = busy.register();
      try (var connection = DatabaseUrl.parse(busy.databaseUrl()).connect();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("lock table tasks");

        var refused = ann.get("/api/tasks").expect(503).code("SERVICE_UNAVAILABLE");

        assertTrue(refused.text("detail").contains("too long"), refused.body());
        assertEquals("10", refused.header("Retry-After"));
      }
      ann.get("/api/tasks").expect(200);
    }
  }

  @Test
  void optionsTellsWhatThereIsToEverybody() {
    var options = server.anonymous().options("/api/tasks").expect(204);

    assertEquals("GET, HEAD, OPTIONS, POST", options.header("Allow"));
    assertFalse(options.has("Content-Type"));
    server.anonymous().options("/api/tasks?limit=5&is_completed=true").expect(204);
  }

  @Test
  void headAnswersWhatGetWouldWithoutItsBody() {
    var ann = server.register();

    var got = ann.get("/api/auth/me").expect(200);
    var head = ann.head("/api/auth/me").expect(200);

    assertEquals("", head.body());
    assertEquals(got.etag(), head.etag());
    assertEquals(got.header("Content-Length"), head.header("Content-Length"));
    server.anonymous().head("/api/auth/me").expect(401);
    server.anonymous().head("/nothing").expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/../../sesame", "/%c3%28", "LONG"})
  void headOfWhatTheContainerRefusesHasNoBodyEither(String path) {
    var answer =
        RawHttp.send(
            server.port(),
            lines(
                "HEAD " + path.replace("LONG", "/" + "x".repeat(9000)) + " HTTP/1.1",
                "Host: localhost",
                "",
                ""));

    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
    assertEquals(answer.length() - 4, answer.indexOf("\r\n\r\n"), answer);
  }

  @Test
  void aHeaderCannotTurnOneMethodIntoAnother() {
    var ann = server.register();
    var task = ann.post("/api/tasks", Map.of("title", "stays")).expect(201).location();

    ann.with("X-HTTP-Method-Override", "DELETE").get(task).expect(200);

    ann.get(task).expect(200);
  }

  @Test
  void aRequestIdIsEchoedIfItIsPlainAndMadeOtherwise() {
    var sent = server.anonymous().with("X-Request-Id", "web-1.2_3").get("/healthz").expect(200);
    assertEquals("web-1.2_3", sent.header("X-Request-Id"));

    for (var hostile : new String[] {"a b", "a\"b", "x".repeat(65), "<script>"}) {
      var made = server.anonymous().with("X-Request-Id", hostile).get("/nothing").expect(404);
      assertTrue(made.header("X-Request-Id").matches("[0-9a-f]{32}"));
    }
  }

  @Test
  void everyAnswerForbidsToKeepIt() {
    assertEquals(
        "no-store", server.register().get("/api/auth/me").expect(200).header("Cache-Control"));
    assertEquals(
        "no-store", server.anonymous().get("/nothing").expect(404).header("Cache-Control"));
  }

  @Test
  void aDefectIsAnsweredWithoutDetails() {
    try (var broken = TestApp.start()) {
      var ann = broken.register();
      broken.execute(
          "drop index ix_tasks_owner_id_title_description_search;"
              + " alter table tasks alter description type int using null");

      var answer = ann.post("/api/tasks", Map.of("title", "a")).expect(500).code("INTERNAL_ERROR");

      assertFalse(answer.body().contains("description"), answer::body);
      assertFalse(answer.body().contains("Exception"), answer::body);
    }
  }

  @Test
  void aDatabaseThatIsGoneIsAnsweredSoonAndTheServerComesBackWithIt() throws InterruptedException {
    try (var app = TestApp.start()) {
      var ann = app.register();
      app.denyConnections();
      long asked = System.nanoTime();

      var refused = ann.get("/api/auth/me").expect(503).code("SERVICE_UNAVAILABLE");

      assertTrue(System.nanoTime() - asked < 3_500_000_000L);
      assertEquals("1", refused.header("Retry-After"));
      app.anonymous().get("/healthz").expect(200);
      app.anonymous().get("/readyz").expect(503);
      app.allowConnections();
      // Connections that died just now may still be handed out, each of them once.
      for (int i = 0; i < 50 && ann.get("/api/auth/me").response().statusCode() != 200; i++) {
        Thread.sleep(100);
      }
      ann.get("/api/auth/me").expect(200);
      app.anonymous().get("/readyz").expect(200);
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private static void assertProblem(String request, int status, String code) {
    var answer = RawHttp.send(server.port(), request);
    var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    var body = answer.substring(head.length() + 4);

    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(head.contains("\r\nContent-Type: application/problem+json\r\n"), answer);
    assertTrue(head.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
    assertTrue(head.contains("\r\nCache-Control: no-store\r\n"), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains(MARK), answer);
    try {
      var problem = new ObjectMapper().readTree(body);
      assertEquals(status, problem.get("status").intValue());
      assertEquals(code, problem.get("code").textValue());
      assertTrue(head.contains("\r\nX-Request-Id: " + problem.get("request_id").textValue()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer, e);
    }
  }
}
