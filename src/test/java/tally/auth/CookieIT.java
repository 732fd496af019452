package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;

/** The cookie: how it is set and cleared, and which sites may use it. */
class CookieIT {
  private static final String PASSWORD = TestApp.PASSWORD;

  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void theCookieLogsInAndIsTakenBack() {
    var registered =
        anonymous()
            .post("/api/auth/register", credentials("cookie@example.com", PASSWORD))
            .expect(201);
    var token = registered.text("access_token");
    assertEquals(
        "access_token=" + token + "; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax",
        registered.header("Set-Cookie"));

    var browser = anonymous().with("Cookie", "access_token=" + token);
    browser.get("/api/auth/me").expect(200);
    assertEquals(
        "access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
        browser.post("/api/auth/logout").expect(204).header("Set-Cookie"));
    browser.get("/api/auth/me").expect(401);
  }

  @Test
  void behindTlsTheCookieIsBoundToTheHost() {
    try (var secure = TestApp.start(Map.of("COOKIE_SECURE", "true"))) {
      var reply =
          secure
              .anonymous()
              .post("/api/auth/register", credentials("tls@example.com", PASSWORD))
              .expect(201);
      assertEquals(
          "__Host-access_token="
              + reply.text("access_token")
              + "; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax; Secure",
          reply.header("Set-Cookie"));
    }
  }

  @Test
  void aBadBearerIsNotSavedByAGoodCookie() {
    server.register("both@example.com");
    var token = server.anonymous().login("both@example.com", PASSWORD).text("access_token");

    anonymous()
        .with("Cookie", "access_token=" + token)
        .with("Authorization", "Bearer x")
        .get("/api/auth/me")
        .expect(401);
  }

  @Test
  void anotherSiteCannotUseTheCookieToChangeAnything() {
    server.register("victim@example.com");
    var token = server.anonymous().login("victim@example.com", PASSWORD).text("access_token");
    var browser = anonymous().with("Cookie", "access_token=" + token);
    var task = Map.of("title", "planted");

    for (var evil :
        List.of(
            browser.with("Origin", "https://evil.example"),
            browser.with("Origin", "null"),
            browser.with("Origin", "http://127.0.0.1:1"),
            browser.with("Sec-Fetch-Site", "cross-site"),
            browser.with("Sec-Fetch-Site", "same-site"))) {
      evil.post("/api/tasks", task).expect(403).code("FORBIDDEN");
      evil.post("/api/auth/logout").expect(403).code("FORBIDDEN");
      evil.post("/api/auth/login", credentials("victim@example.com", PASSWORD)).expect(403);
      evil.get("/api/auth/me").expect(200);
    }
    assertEquals(0, browser.get("/api/tasks").expect(200).json().get("items").size());

    browser.with("Origin", server.address()).post("/api/tasks", task).expect(201);
    browser.with("Sec-Fetch-Site", "same-origin").post("/api/tasks", task).expect(201);
    server
        .anonymous()
        .bearer(token)
        .with("Origin", "https://app.example")
        .post("/api/tasks", task)
        .expect(201);
  }

  /** A browser sends this cookie over TLS only, so the page is never one that came without. */
  @Test
  void behindTlsAPageOfTheSameHostThatCameWithoutItIsAnotherSite() {
    try (var secure = TestApp.start(Map.of("COOKIE_SECURE", "true"))) {
      var token =
          secure
              .anonymous()
              .post("/api/auth/register", credentials("tls@example.com", PASSWORD))
              .text("access_token");
      var browser = secure.anonymous().with("Cookie", "__Host-access_token=" + token);
      var host = "127.0.0.1:" + secure.port();
      var task = Map.of("title", "planted");

      browser.with("Origin", "http://" + host).post("/api/tasks", task).expect(403);
      browser.with("Origin", "ftp://" + host).post("/api/tasks", task).expect(403);
      browser.with("Origin", "https://" + host).post("/api/tasks", task).expect(201);
    }
  }

  @Test
  void aSiteThatIsAllowedCanUseTheCookie() {
    try (var open = TestApp.start(Map.of("CORS_ORIGINS", "https://app.example"))) {
      var token =
          open.anonymous()
              .post("/api/auth/register", credentials("app@example.com", PASSWORD))
              .text("access_token");
      var browser = open.anonymous().with("Cookie", "access_token=" + token);
      var task = Map.of("title", "from the app");

      browser.with("Origin", "https://app.example").post("/api/tasks", task).expect(201);
      for (var other :
          List.of("https://app.example:8443", "http://app.example", "https://app.example.evil")) {
        browser.with("Origin", other).post("/api/tasks", task).expect(403).code("FORBIDDEN");
      }
    }
  }

  private static TestClient anonymous() {
    return server.anonymous();
  }

  private static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }
}
