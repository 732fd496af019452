package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.TestPostgres;
import tally.Together;
import tally.db.Database;
import tally.db.DatabaseUrl;
import tally.db.PoolSettings;

/** How often somebody may ask. */
class RateLimitsIT {
  private static final Map<String, String> FEW =
      Map.of("RATE_LIMIT_USER", "20", "RATE_LIMIT_ADDRESS", "5", "TRUSTED_PROXIES", "127.0.0.1");

  @Test
  void aUserAsksSoManyTimesAndNoMore() {
    try (var server = TestApp.start(FEW)) {
      var ann = server.register();
      for (int left = 19; left >= 0; left--) {
        var reply = ann.get(left % 2 == 0 ? "/api/tasks" : "/api/tasks?sort=none");
        assertEquals("\"user\";q=20;w=3600", reply.header("RateLimit-Policy"));
        assertTrue(reply.header("RateLimit").startsWith("\"user\";r=" + left + ";t="));
      }

      var refused = ann.get("/api/tasks").expect(429).code("RATE_LIMITED");

      assertTrue(refused.header("RateLimit").startsWith("\"user\";r=0;t="));
      int wait = Integer.parseInt(refused.header("Retry-After"));
      assertTrue(wait >= 1 && wait <= 3600);
      assertTrue(refused.header("RateLimit").endsWith(";t=" + wait));
      ann.post("/api/tasks", Map.of("title", "a")).expect(429);
      assertEquals("0", server.query("select count(*) from tasks"));
      server.register().get("/api/tasks").expect(200);
    }
  }

  @Test
  void whoeverIsNotLoggedInSharesTheAddress() {
    try (var server = TestApp.start(FEW)) {
      var here = server.anonymous().with("X-Forwarded-For", "192.0.2.1");
      for (int i = 0; i < 5; i++) {
        var reply =
            i % 2 == 0
                ? here.get("/api/tasks").expect(401)
                : here.with("Authorization", "Bearer x").get("/api/tasks").expect(401);
        assertEquals("\"address\";q=5;w=3600", reply.header("RateLimit-Policy"));
      }

      here.get("/api/tasks").expect(429).code("RATE_LIMITED");
      here.post("/api/auth/login", Map.of()).expect(429);
      here.with("X-Forwarded-For", "192.0.2.2").get("/api/tasks").expect(401);
      // The last proxy that is not trusted counts, whatever somebody wrote before it.
      here.with("X-Forwarded-For", "192.0.2.3, 192.0.2.1").get("/api/tasks").expect(429);
      for (int i = 0; i < 5; i++) {
        here.with("X-Forwarded-For", "2001:db8::" + i).get("/api/tasks").expect(401);
      }
      here.with("X-Forwarded-For", "2001:db8::ffff:1").get("/api/tasks").expect(429);
    }
  }

  @Test
  void someThingsAreNotCounted() {
    try (var server = TestApp.start(FEW)) {
      var somebody = server.anonymous();
      for (int i = 0; i < 10; i++) {
        for (var reply :
            new Reply[] {
              somebody.get("/healthz").expect(200),
              somebody.get("/openapi.yaml").expect(200),
              somebody.get("/docs").expect(200),
              somebody.options("/api/tasks").expect(204)
            }) {
          assertFalse(reply.has("RateLimit"));
        }
      }
      somebody.get("/api/tasks").expect(401);
    }
  }

  /** Nobody is locked out: whoever knows the password gets in, and whoever has a session out. */
  @Test
  void whatSucceedsIsNotCountedForTheAddress() {
    try (var server = TestApp.start(FEW)) {
      var somebody = server.anonymous().with("X-Forwarded-For", "192.0.2.1");
      server.register("ann@example.com");
      for (int n = 0; n < 6; n++) {
        var login = somebody.login("ann@example.com", TestApp.PASSWORD).expect(200);
        assertEquals("\"user\";q=20;w=3600", login.header("RateLimit-Policy"));
        assertTrue(login.header("RateLimit").startsWith("\"user\";r=" + (19 - n) + ";t="));
      }
      assertEquals("0", server.query("select count(*) from login_failures"));

      for (int n = 0; n < 5; n++) {
        somebody.login("nobody%d@example.com".formatted(n), "a wrong password").expect(401);
      }
      somebody.login("nobody5@example.com", "a wrong password").expect(429);
      somebody.login("", "").expect(429);
      somebody.post("/api/auth/logout").expect(429);

      var login = somebody.login("ann@example.com", TestApp.PASSWORD).expect(200);
      var ann = somebody.bearer(login.text("access_token"));
      assertFalse(ann.post("/api/auth/logout").expect(204).has("RateLimit"));
      ann.post("/api/auth/logout").expect(429);
    }
  }

  @Test
  void aUserWhoHasUsedThemUpCannotGoOnWithAnotherLogin() {
    try (var server = TestApp.start(FEW)) {
      var ann = server.register("ann@example.com");
      for (int n = 0; n < 20; n++) {
        ann.get("/api/tasks").expect(200);
      }
      var sessions = server.query("select count(*) from sessions");

      var refused = server.anonymous().login("ann@example.com", TestApp.PASSWORD).expect(429);

      assertEquals("\"user\";q=20;w=3600", refused.header("RateLimit-Policy"));
      assertEquals("\"user\";r=0;t=" + refused.header("Retry-After"), refused.header("RateLimit"));
      assertEquals(sessions, server.query("select count(*) from sessions"));
      // The password was right: of the address only the registration is counted.
      var other = server.anonymous().get("/api/tasks").expect(401);
      assertTrue(other.header("RateLimit").startsWith("\"address\";r=3;"), other::toString);
    }
  }

  /** Of 200, at most 10 more than were left for each replica but one. */
  @Test
  void replicasHoldOneLimitTogether() {
    var settings = Map.of("RATE_LIMIT_USER", "200");
    try (var server = TestApp.start(settings);
        var replica = TestApp.start(settings, server.databaseUrl(), Clock.systemUTC())) {
      var ann = server.register();
      var turns = List.of(ann, replica.as(ann));

      var statuses =
          Together.run(
              8,
              n ->
                  IntStream.range(0, 40)
                      .map(i -> turns.get(n % 2).get("/api/tasks").status())
                      .boxed()
                      .toList());

      long passed = statuses.stream().flatMap(List::stream).filter(status -> status == 200).count();
      assertTrue(passed >= 200 && passed <= 212, () -> passed + " passed");
    }
  }

  @Test
  void aReplicaThatIsNewKnowsWhatWasUsedBefore() {
    try (var server = TestApp.start(FEW)) {
      var ann = server.register();
      for (int i = 0; i < 20; i++) {
        ann.get("/api/tasks").expect(200);
      }
      // The last one is reported by now, and not within a second.
      ann.get("/api/tasks").expect(429);
      try (var next = TestApp.start(FEW, server.databaseUrl(), Clock.systemUTC())) {
        next.as(ann).get("/api/tasks").expect(429);
      }
    }
  }

  @Test
  void aStopForgivesNothing() {
    var settings = Map.of("RATE_LIMIT_USER", "200");
    var database = TestPostgres.migratedDatabase();
    TestClient ann;
    try (var server = TestApp.start(settings, database, Clock.systemUTC())) {
      ann = server.register();
      for (int i = 0; i < 5; i++) {
        ann.get("/api/tasks").expect(200);
      }
    }
    try (var next = TestApp.start(settings, database, Clock.systemUTC())) {
      var reply = next.as(ann).get("/api/tasks").expect(200);
      assertTrue(reply.header("RateLimit").startsWith("\"user\";r=194;"), reply::toString);
    }
  }

  /** Without anybody's waiting for it, within about a second. */
  @Test
  void whatIsUsedElsewhereIsTakenOver() throws InterruptedException {
    try (var server = TestApp.start(FEW)) {
      var ann = server.register();
      for (int i = 0; i < 20; i++) {
        ann.get("/api/tasks").expect(200);
      }
      ann.get("/api/tasks").expect(429);

      server.execute("update quotas set full_at = full_at - interval '1 hour'");

      await(() -> ann.get("/api/tasks").status() == 200);
    }
  }

  @Test
  void withoutTheDatabaseAReplicaCountsByItselfAndTellsItAfterwards() throws InterruptedException {
    var settings = new HashMap<>(FEW);
    settings.put("DB_CONNECTION_TIMEOUT", "250ms");
    try (var server = TestApp.start(settings)) {
      var somebody = server.anonymous();
      server.denyConnections();
      for (int i = 0; i < 5; i++) {
        somebody.get("/api/tasks").expect(401);
      }
      somebody.get("/api/tasks").expect(429);

      server.allowConnections();

      var used = "select coalesce(sum(extract(epoch from full_at - now())), 0) > 3500 from quotas";
      await(() -> server.query(used).equals("t"));
      somebody.get("/api/tasks").expect(429);
    }
  }

  /** Such as those of replicas that were alone for hours, and then find the table empty. */
  @Test
  void ofWhatIsTooMuchThreeMinutesAreRemembered() {
    var url = DatabaseUrl.parse(TestPostgres.migratedDatabase());
    var time = Duration.ofSeconds(30);
    try (var database = Database.open(url, new PoolSettings(1, time, time))) {
      var dao = database.dao(QuotaDao.class);
      for (int replica = 0; replica < 2; replica++) {
        long used = dao.add(List.of("user:ann"), List.of(TimeUnit.HOURS.toMicros(5))).get(0).used();
        assertTrue(used > TimeUnit.MINUTES.toMicros(60), () -> used + " us");
        assertTrue(used <= TimeUnit.MINUTES.toMicros(63), () -> used + " us");
      }
    }
  }

  @Test
  void whatIsFullAgainIsForgotten() {
    try (var server = TestApp.start()) {
      server.execute(
          """
          insert into quotas
          select 'user:' || n, now() + (12000.5 - n) * interval '-1 second'
          from generate_series(1, 12002) as n
          """);

      server.doWhatIsDue();

      assertEquals("user:12001", server.query("select min(key) from quotas"));
      assertEquals("2", server.query("select count(*) from quotas"));
    }
  }

  @Test
  void zeroIsNoLimit() {
    try (var server = TestApp.start()) {
      assertFalse(server.register().get("/api/tasks").expect(200).has("RateLimit"));
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it does not happen");
      Thread.sleep(50);
    }
  }
}
