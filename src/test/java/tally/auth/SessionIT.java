package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;
import tally.Together;
import tally.db.Database;
import tally.db.DatabaseUrl;
import tally.db.InSteps;
import tally.db.PoolSettings;
import tally.http.Origins;
import tally.http.Paging;
import tally.http.QuotaDao;
import tally.http.RateLimits;

/** Sessions as their owner sees them, and when they are over. */
class SessionIT {
  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void whereOneIsLoggedInIsListedNewestFirst() {
    server.register("everywhere@example.com");
    var phone = login("everywhere@example.com", "Phone/1 \u00e9");
    var laptop = login("everywhere@example.com", "Laptop/" + "2".repeat(300));

    var sessions = laptop.get("/api/auth/sessions").expect(200).json();

    assertTrue(sessions.get("next_cursor").isNull());
    assertEquals(3, sessions.get("items").size());
    var newest = sessions.get("items").get(0);
    assertEquals(
        List.of(
            "id",
            "created_at",
            "expires_at",
            "last_seen_at",
            "address",
            "user_agent",
            "is_current"),
        List.copyOf(names(newest)));
    assertEquals("127.0.0.1", newest.get("address").textValue());
    assertEquals("Laptop/" + "2".repeat(249), newest.get("user_agent").textValue());
    assertTrue(newest.get("is_current").booleanValue());
    assertEquals("Phone/1 ?", sessions.get("items").get(1).get("user_agent").textValue());
    assertFalse(sessions.get("items").get(1).get("is_current").booleanValue());
    var lasts =
        Duration.between(
            Instant.parse(newest.get("created_at").textValue()),
            Instant.parse(newest.get("expires_at").textValue()));
    assertTrue(lasts.minusHours(24).abs().toSeconds() < 5, lasts::toString);

    var first = phone.get("/api/auth/sessions?limit=2").expect(200);
    var cursor = first.text("next_cursor");
    var second = phone.get("/api/auth/sessions?limit=2&cursor=" + cursor).expect(200).json();
    assertEquals(1, second.get("items").size());
    assertEquals(sessions.get("items").get(2).get("id"), second.get("items").get(0).get("id"));
  }

  @Test
  void aSessionIsEndedByItsOwnerAndNobodyElse() {
    server.register("owner@example.com");
    var stolen = login("owner@example.com", "Thief/1");
    stolen.get("/api/auth/me").expect(200);
    var owner = login("owner@example.com", "Owner/1");
    var path = "/api/auth/sessions/" + current(stolen);
    var other = server.register();

    other.delete(path).expect(404).code("NOT_FOUND");
    other.delete("/api/auth/sessions/" + UUID.randomUUID()).expect(404).code("NOT_FOUND");
    other.delete("/api/auth/sessions/1").expect(400).code("INVALID_PARAMETER");
    stolen.get("/api/auth/me").expect(200);

    owner.delete(path).expect(204);
    stolen.get("/api/auth/me").expect(401).code("INVALID_TOKEN");
    owner.delete(path).expect(404).code("NOT_FOUND");
    owner.get("/api/auth/me").expect(200);
  }

  @Test
  void whatIsEndedOnOneServerIsOverOnAnotherWithinASecond() throws InterruptedException {
    try (var replica = TestApp.start(Map.of(), server.databaseUrl(), Clock.systemUTC())) {
      var ann = server.register();
      var there = replica.as(ann);
      there.get("/api/auth/me").expect(200);

      there.get("/api/auth/me").expect(200);
      ann.post("/api/auth/logout").expect(204);
      ann.get("/api/tasks").expect(401).code("INVALID_TOKEN");

      // However slow all this is, less than a second would do.
      Thread.sleep(920);
      there.get("/api/tasks").expect(401).code("INVALID_TOKEN");
    }
  }

  /** While somebody else holds the table, whoever was let in a moment ago need not ask it. */
  @Test
  void aWarmSessionCostsNoStatement() throws SQLException {
    var ann = server.register();
    try (var connection = DatabaseUrl.parse(server.databaseUrl()).connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      ann.get("/api/tasks").expect(200);
      statement.execute("lock table sessions");

      long started = System.nanoTime();
      ann.get("/api/tasks").expect(200);

      assertTrue(System.nanoTime() - started < Duration.ofSeconds(1).toNanos());
    }
  }

  @Test
  void whenASessionWasLastSeenIsNotedOnceAMinute() throws InterruptedException {
    var ann = server.register();
    var id = current(ann);
    var lastSeen = "select last_seen_at from sessions where id = '" + id + "'";
    var atLogin = server.query(lastSeen);

    Thread.sleep(1000);
    ann.get("/api/auth/me").expect(200);
    assertEquals(atLogin, server.query(lastSeen));

    server.execute(
        "update sessions set last_seen_at = last_seen_at - interval '61 seconds' where id = '"
            + id
            + "'");
    var earlier = server.query(lastSeen);
    Thread.sleep(1000);
    ann.get("/api/auth/me").expect(200);
    assertNotEquals(earlier, server.query(lastSeen));
  }

  @Test
  void anExpiredSessionIsNotListedAndGoesWithTheNextLogin() {
    server.register("expired@example.com");
    var ann = login("expired@example.com", "Now/1");
    assertEquals(2, ann.get("/api/auth/sessions").expect(200).json().get("items").size());
    server.execute(
        """
        update sessions set expires_at = now() - interval '1 second'
        where user_agent <> 'Now/1'
          and user_id = (select id from users where email = 'expired@example.com')
        """);

    assertEquals(1, ann.get("/api/auth/sessions").expect(200).json().get("items").size());

    login("expired@example.com", "Now/2");
    assertEquals(
        "2",
        server.query(
            """
            select count(*) from sessions
            where user_id = (select id from users where email = 'expired@example.com')
            """));
  }

  @Test
  void whatHasExpiredIsClearedAwayForThoseWhoDoNotComeBack() {
    var ann = server.register();
    expire(server, ann, 12_000);
    var url = DatabaseUrl.parse(server.databaseUrl());
    var settings = new PoolSettings(1, Duration.ofSeconds(5), Duration.ofSeconds(5));
    var meters = new SimpleMeterRegistry();
    try (var database = Database.open(url, settings);
        var limits =
            RateLimits.start(new RateLimits.Settings(0, 0), database.dao(QuotaDao.class), meters)) {
      var auth =
          Auth.of(
              database,
              new Passwords(4, 1),
              new Paging(new byte[32]),
              new InSteps(),
              new Auth.Settings(List.of(new byte[32]), true, Origins.NONE),
              limits,
              Clock.systemUTC(),
              meters);

      auth.cleaning().run();
    }

    var expired = "select count(*) from sessions where expires_at <= now()";
    assertEquals("0", server.query(expired));
    ann.get("/api/auth/me").expect(200);
  }

  @Test
  void everyHourOneOfTheReplicasClearsAwayWhatHasExpired() {
    try (var one = TestApp.start();
        var other = TestApp.start(Map.of(), one.databaseUrl(), Clock.systemUTC())) {
      var ann = one.register();
      var expired = "select count(*) from sessions where expires_at <= now()";
      var turns = List.of(one, other);
      for (int hour = 1; hour <= 2; hour++) {
        expire(one, ann, 3);
        Together.run(2, n -> doWhatIsDue(turns.get(n)));
        assertEquals("0", one.query(expired));

        expire(one, ann, 2);
        Together.run(2, n -> doWhatIsDue(turns.get(n)));
        assertEquals("2", one.query(expired), "done again within the hour");

        one.execute("update jobs set started_at = started_at - interval '1 hour'");
      }
      ann.get("/api/auth/me").expect(200);
    }
  }

  private static boolean doWhatIsDue(TestApp replica) {
    replica.doWhatIsDue();
    return true;
  }

  private static void expire(TestApp app, TestClient user, int sessions) {
    app.execute(
        """
        insert into sessions (id, user_id, created_at, expires_at, last_seen_at)
        select gen_random_uuid(), '%s', now(), now() - interval '1 second', now()
        from generate_series(1, %d)
        """
            .formatted(user.get("/api/auth/me").text("id"), sessions));
  }

  @Test
  void theAddressIsTheOneThatATrustedProxyHeard() {
    var ann = server.register("proxied@example.com");
    var forged = ann.with("X-Forwarded-For", "203.0.113.9");
    assertEquals("127.0.0.1", addressOf(loginFrom(server, forged)));

    var settings = Map.of("TRUSTED_PROXIES", "127.0.0.0/8");
    try (var behind = TestApp.start(settings, server.databaseUrl(), Clock.systemUTC())) {
      var client = behind.anonymous().with("X-Forwarded-For", "10.0.0.1, 203.0.113.9, 127.0.0.5");
      assertEquals("203.0.113.9", addressOf(loginFrom(behind, client)));
    }
  }

  private static TestClient loginFrom(TestApp app, TestClient client) {
    var credentials = Map.of("email", "proxied@example.com", "password", TestApp.PASSWORD);
    var token = client.post("/api/auth/login", credentials).expect(200).text("access_token");
    return app.anonymous().bearer(token);
  }

  private static String addressOf(TestClient client) {
    var items = client.get("/api/auth/sessions").expect(200).json().get("items");
    return items.get(0).get("address").textValue();
  }

  private static String current(TestClient client) {
    for (var session : client.get("/api/auth/sessions").expect(200).json().get("items")) {
      if (session.get("is_current").booleanValue()) {
        return session.get("id").textValue();
      }
    }
    throw new AssertionError("no session is the current one");
  }

  private static TestClient login(String email, String userAgent) {
    var client = server.anonymous().with("User-Agent", userAgent);
    var credentials = Map.of("email", email, "password", TestApp.PASSWORD);
    var token = client.post("/api/auth/login", credentials).expect(200).text("access_token");
    return client.bearer(token);
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
