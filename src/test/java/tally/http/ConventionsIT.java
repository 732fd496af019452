package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tally.RawHttp;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;

/** What every route does alike: compression, other origins, methods. */
class ConventionsIT {
  private static final String SITE = "https://app.example.com";

  @RegisterExtension
  private static final TestApp server =
      TestApp.start(Map.of("CORS_ORIGINS", SITE + ", http://localhost:3000"));

  private static TestClient ann;

  @BeforeAll
  static void start() {
    ann = server.register();
    for (int i = 0; i < 20; i++) {
      ann.post("/api/tasks", Map.of("title", "task " + i)).expect(201);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "gzip;q=1.0|true",
        "br, gzip; q=0.5|true",
        "deflate;q=1, GZIP|true",
        "x-gzip|true",
        "*|true",
        "gzip;q=0|false",
        "gzip; q=0.000, *|false",
        "*;q=0|false",
        "identity|false",
        "br|false",
      })
  void aLongAnswerIsCompressedForWhoeverTakesIt(String accepted, boolean compressed)
      throws IOException, InterruptedException {
    var plain = ann.get("/api/tasks").expect(200);
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/tasks"))
            .header(
                "Authorization",
                ann.get("/api/tasks")
                    .response()
                    .request()
                    .headers()
                    .firstValue("Authorization")
                    .orElseThrow())
            .header("Accept-Encoding", accepted)
            .build();
    HttpResponse<byte[]> reply =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

    assertEquals(compressed, reply.headers().firstValue("Content-Encoding").isPresent());
    assertTrue(reply.headers().allValues("Vary").contains("Accept-Encoding"));
    assertTrue(plain.response().headers().allValues("Vary").contains("Accept-Encoding"));
    assertEquals(
        reply.body().length, reply.headers().firstValueAsLong("Content-Length").orElse(-1));
    try (InputStream in = new ByteArrayInputStream(reply.body())) {
      var body = compressed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
      assertEquals(plain.body(), new String(body, StandardCharsets.UTF_8));
      assertEquals(compressed, body.length > reply.body().length);
    }
  }

  @Test
  void neitherAShortAnswerNorOneWithAStrongTagIsCompressed() {
    var eager = ann.with("Accept-Encoding", "gzip");
    assertFalse(eager.get("/healthz").expect(200).has("Content-Encoding"));
    var task =
        ann.post("/api/tasks", Map.of("title", "a", "description", "x".repeat(1000))).expect(201);

    var shown = eager.get(task.location()).expect(200);

    assertTrue(shown.body().length() > 1024);
    assertFalse(shown.etag().startsWith("W/"));
    assertFalse(shown.has("Content-Encoding"));
    ann.delete(task.location()).expect(204);
  }

  @Test
  void anAllowedSiteReadsEveryAnswer() {
    var script = ann.with("Origin", SITE);
    for (var reply :
        List.of(
            script.get("/api/tasks").expect(200),
            script.get("/api/tasks/x").expect(400),
            script.get("/nothing").expect(404),
            script.put("/api/tasks", Map.of()).expect(405),
            server.anonymous().with("Origin", SITE).get("/api/tasks").expect(401),
            script.post("/api/tasks", Map.of()).expect(422))) {
      assertEquals(SITE, reply.header("Access-Control-Allow-Origin"));
      assertEquals("true", reply.header("Access-Control-Allow-Credentials"));
      var exposed = List.of(reply.header("Access-Control-Expose-Headers").split(", "));
      assertTrue(
          exposed.containsAll(
              List.of(
                  "ETag", "Location", "Link", "RateLimit", "RateLimit-Policy", "X-Request-Id")));
      assertTrue(reply.response().headers().allValues("Vary").contains("Origin"));
    }
  }

  /** What Jetty refuses by itself, as far as it has come to the header that says who asks. */
  @ParameterizedTest
  @CsvSource({
    "GET /%zz HTTP/1.1, Host: a, 400",
    "GET /a/%2e%2e/..;/b HTTP/1.1, Host: a, 400",
    "GET /healthz HTTP/1.1, Sesame: a, 400",
    "GET /healthz HTTP/1.1, Host: a b, 400",
    "GET /healthz HTTP/1.1, Content-Length: x, 400",
    "GET /healthz HTTP/1.1, Sesame: LONG, 431",
    "GET /LONG HTTP/1.1, Host: a, 414",
  })
  void anAllowedSiteReadsWhatTheContainerRefusesToo(String line, String last, int status) {
    var request =
        line.replace("LONG", "x".repeat(9000))
            + ("\r\nOrigin: " + SITE)
            + "\r\nX-Request-Id: mine\r\n"
            + last.replace("LONG", "x".repeat(20_000))
            + "\r\n\r\n";

    var answer = RawHttp.send(server.port(), request);

    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    assertTrue(answer.contains("\r\nAccess-Control-Allow-Origin: " + SITE + "\r\n"), answer);
    assertTrue(answer.contains("\r\nVary: Origin\r\n"), answer);
    assertTrue(answer.contains("\r\nX-Request-Id: mine\r\n"), answer);
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example", "null", "https://app.example.com.evil.example", "*"})
  void anotherSiteReadsNothing(String origin) {
    for (var reply :
        List.of(
            ann.with("Origin", origin).get("/api/tasks").expect(200),
            preflight(origin, "/api/tasks", "POST"))) {
      reply
          .response()
          .headers()
          .map()
          .keySet()
          .forEach(
              name ->
                  assertFalse(
                      name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"), name));
      assertTrue(reply.response().headers().allValues("Vary").contains("Origin"));
    }
  }

  @Test
  void aBrowserIsToldBeforehandWhatAScriptMaySend() {
    var reply = preflight(SITE, "/api/tasks/00000000-0000-7000-8000-000000000007", "PATCH");

    assertEquals(SITE, reply.header("Access-Control-Allow-Origin"));
    assertEquals("true", reply.header("Access-Control-Allow-Credentials"));
    assertTrue(List.of(reply.header("Access-Control-Allow-Methods").split(", ")).contains("PATCH"));
    assertTrue(
        List.of(reply.header("Access-Control-Allow-Headers").split(", "))
            .containsAll(List.of("Authorization", "Content-Type", "If-Match", "Idempotency-Key")));
    assertEquals("600", reply.header("Access-Control-Max-Age"));
  }

  @Test
  void withoutTheSettingNobodyElseReadsAnything() {
    try (var closed = TestApp.start()) {
      var reply = closed.register().with("Origin", SITE).get("/api/tasks").expect(200);

      assertFalse(reply.has("Access-Control-Allow-Origin"));
      assertFalse(reply.response().headers().allValues("Vary").contains("Origin"));
    }
  }

  @ParameterizedTest
  @CsvSource({"PATCH", "DELETE", "GET", "HEAD", "PUT"})
  void theBatchIsNoTask(String method) {
    var refused = ann.send(method, "/api/tasks/batch", null, null).expect(405);

    assertEquals("OPTIONS, POST", refused.header("Allow"));
  }

  private static Reply preflight(String origin, String path, String method) {
    return server
        .anonymous()
        .with("Origin", origin)
        .with("Access-Control-Request-Method", method)
        .with("Access-Control-Request-Headers", "content-type,idempotency-key")
        .options(path)
        .expect(204);
  }
}
