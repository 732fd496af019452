package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mindrot.jbcrypt.BCrypt;

/** Registration, login, logout, and what counts as a credential. */
class AuthIT {
  private static final String PASSWORD = TestApp.PASSWORD;

  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void whoRegistersIsLoggedIn() {
    var registered =
        anonymous()
            .post("/api/auth/register", credentials(" New@Example.com ", PASSWORD))
            .expect(201);

    assertEquals("bearer", registered.text("token_type"));
    assertEquals(86400, registered.json().get("expires_in").intValue());
    var user = registered.json().get("user");
    assertEquals("new@example.com", user.get("email").textValue());
    assertTrue(user.get("is_active").booleanValue());
    assertFalse(registered.body().contains("hash"));

    var me =
        server.anonymous().bearer(registered.text("access_token")).get("/api/auth/me").expect(200);
    assertEquals(user, me.json());
    assertTrue(
        me.text("created_at").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
  }

  @Test
  void anAddressIsRegisteredOnceHoweverItIsWritten() {
    server.register("once@example.com");

    anonymous()
        .post("/api/auth/register", credentials("ONCE@example.com", PASSWORD))
        .expect(409)
        .code("EMAIL_ALREADY_EXISTS");
  }

  @Test
  void ofEightRegistrationsOfOneAddressAtTheSameMomentOneSucceeds() throws Exception {
    Callable<Integer> registration =
        () ->
            anonymous()
                .post("/api/auth/register", credentials("race@example.com", PASSWORD))
                .response()
                .statusCode();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var statuses = new ArrayList<Integer>();
      for (var answer : threads.invokeAll(Stream.generate(() -> registration).limit(8).toList())) {
        statuses.add(answer.get());
      }
      statuses.sort(null);
      assertEquals(List.of(201, 409, 409, 409, 409, 409, 409, 409), statuses);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aRegistrationThatFailsHalfWayLeavesNothingBehind() {
    server.execute("alter table sessions add constraint none check (false) not valid");
    try {
      anonymous().post("/api/auth/register", credentials("half@example.com", PASSWORD)).expect(500);
    } finally {
      server.execute("alter table sessions drop constraint none");
    }

    anonymous().post("/api/auth/register", credentials("half@example.com", PASSWORD)).expect(201);
  }

  @Test
  void everyFaultOfARegistrationIsReportedAtOnce() {
    var refused =
        anonymous()
            .post(
                "/api/auth/register", Map.of("email", "nobody", "password", "short", "admin", true))
            .expect(422)
            .code("VALIDATION_ERROR");

    assertEquals(List.of("/email", "/password", "/admin"), refused.pointers());
    assertFalse(refused.body().contains("short"));
  }

  @Test
  void aPasswordThatEverybodyHasOrThatIsTheAddressIsRefused() {
    for (var password : List.of("password1", "PASSWORD1", "ann@example.org", "x".repeat(73))) {
      anonymous()
          .post("/api/auth/register", credentials("ann@example.org", password))
          .expect(422)
          .code("VALIDATION_ERROR");
    }
    anonymous()
        .post("/api/auth/register", credentials("ann@example.org", "x".repeat(72)))
        .expect(201);
  }

  @Test
  void aLoginBeginsAnotherSession() {
    server.register("login@example.com");

    var first = server.anonymous().login("Login@example.com", PASSWORD).expect(200);
    var second = server.anonymous().login("login@example.com", PASSWORD).expect(200);

    server.anonymous().bearer(first.text("access_token")).post("/api/auth/logout").expect(204);
    server.anonymous().bearer(second.text("access_token")).get("/api/auth/me").expect(200);
  }

  @Test
  void aWrongPasswordAnUnknownAddressAndAnInactiveUserAnswerTheSame() {
    server.register("known@example.com");
    server.register("inactive@example.com");
    server.execute("update users set is_active = false where email = 'inactive@example.com'");

    var bodies =
        Stream.of(
                server.anonymous().login("known@example.com", "a wrong password"),
                server.anonymous().login("unknown@example.com", PASSWORD),
                server.anonymous().login("no address", PASSWORD),
                server.anonymous().login("inactive@example.com", PASSWORD),
                server.anonymous().login("known@example.com", PASSWORD + "x".repeat(100)))
            .map(reply -> reply.expect(401).code("INVALID_CREDENTIALS"))
            .map(reply -> reply.body().replace(reply.header("X-Request-Id"), ""))
            .distinct()
            .toList();

    assertEquals(1, bodies.size(), bodies::toString);
  }

  @Test
  void hashesOfPythonAndPhpLogIn() {
    // Of "correct horse battery", as bcrypt.hashpw of Python and password_hash of PHP write them.
    for (var prefix : List.of("$2b$", "$2y$", "$2a$")) {
      var email = "from" + prefix.charAt(2) + "@example.com";
      var hash = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4));
      server.execute(
          """
          insert into users (id, email, hashed_password, created_at, updated_at)
          values (gen_random_uuid(), '%s', '%s', now(), now())
          """
              .formatted(email, prefix + hash.substring(4)));
      server.anonymous().login(email, PASSWORD).expect(200);
      server.anonymous().login(email, PASSWORD + "!").expect(401);
    }
  }

  @Test
  void aHashWithALowerCostIsReplacedAtLogin() {
    server.register("weak@example.com");
    var weak = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4));
    server.execute(
        "update users set hashed_password = '%s' where email = 'weak@example.com'".formatted(weak));

    server.anonymous().login("weak@example.com", PASSWORD).expect(200);

    assertTrue(
        server
            .query("select hashed_password from users where email = 'weak@example.com'")
            .startsWith("$2a$10$"));
    server.anonymous().login("weak@example.com", PASSWORD).expect(200);
  }

  @Test
  void aLogoutEndsTheTokenAtOnce() {
    var ann = server.register();

    ann.post("/api/auth/logout").expect(204);

    ann.get("/api/auth/me").expect(401).code("INVALID_TOKEN");
    ann.post("/api/auth/logout").expect(204);
    anonymous().post("/api/auth/logout").expect(204);
    anonymous().with("Authorization", "Basic YTpi").post("/api/auth/logout").expect(204);
    server.anonymous().bearer("x").post("/api/auth/logout").expect(204);
  }

  @Test
  void aTokenCountsOnlyForItsOwnLiveUser() {
    server.register("leaves@example.com");
    var token = server.anonymous().login("leaves@example.com", PASSWORD).text("access_token");

    server.execute("update users set is_active = false where email = 'leaves@example.com'");
    withinASecond();
    server.anonymous().bearer(token).get("/api/auth/me").expect(401).code("INVALID_TOKEN");

    server.execute("update users set is_active = true where email = 'leaves@example.com'");
    server.anonymous().bearer(token).get("/api/auth/me").expect(200);

    server.execute("delete from users where email = 'leaves@example.com'");
    withinASecond();
    server.anonymous().bearer(token).get("/api/auth/me").expect(401).code("INVALID_TOKEN");
  }

  @Test
  void withoutACredentialNothingOfAUserIsShown() {
    var refused = anonymous().get("/api/auth/me").expect(401).code("UNAUTHORIZED");

    assertEquals("Bearer realm=\"tally\"", refused.header("WWW-Authenticate"));
    for (var header : List.of("Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer a.b.c")) {
      var invalid =
          anonymous()
              .with("Authorization", header)
              .get("/api/auth/me")
              .expect(401)
              .code("INVALID_TOKEN");
      assertTrue(invalid.header("WWW-Authenticate").contains("error=\"invalid_token\""));
    }
  }

  @Test
  void aTokenIsOverAfter24Hours() {
    var tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(24).plusSeconds(1));
    var ann = server.register();
    try (var later = TestApp.start(Map.of(), server.databaseUrl(), tomorrow)) {
      later.as(ann).get("/api/auth/me").expect(401).code("SESSION_EXPIRED");
    }
    var almost = Clock.offset(Clock.systemUTC(), Duration.ofHours(24).minusSeconds(60));
    try (var later = TestApp.start(Map.of(), server.databaseUrl(), almost)) {
      later.as(ann).get("/api/auth/me").expect(200);
    }
  }

  @Test
  void aTokenOfAnEarlierSecretCountsAsLongAsTheSecretIsNamed() {
    var ann = server.register();
    var secret = "another secret of more than thirty-two bytes";
    var url = server.databaseUrl();
    var both = Map.of("JWT_SECRET", secret, "JWT_PREVIOUS_SECRETS", TestApp.SECRET);
    try (var rotated = TestApp.start(both, url, Clock.systemUTC())) {
      rotated.as(ann).get("/api/auth/me").expect(200);
    }
    try (var rotated = TestApp.start(Map.of("JWT_SECRET", secret), url, Clock.systemUTC())) {
      rotated.as(ann).get("/api/auth/me").expect(401).code("INVALID_TOKEN");
    }
  }

  @Test
  void theUserHasAnETag() {
    var ann = server.register();
    var etag = ann.get("/api/auth/me").expect(200).etag();

    var unchanged = ann.with("If-None-Match", "\"x\", W/" + etag).get("/api/auth/me").expect(304);

    assertEquals(etag, unchanged.etag());
    assertEquals("", unchanged.body());
  }

  /** What ends a session past the server, the server knows a second later. */
  private static void withinASecond() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestClient anonymous() {
    return server.anonymous();
  }

  private static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }
}
