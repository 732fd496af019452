package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.TestPostgres;
import tally.Together;

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

  @Test
  void anHourLaterOneMayAskAgain() {
    var clock = new Ticking(Instant.now());
    try (var server = TestApp.start(FEW, TestPostgres.migratedDatabase(), clock)) {
      var ann = server.register();
      while (ann.get("/api/tasks").response().statusCode() != 429) {
        // On.
      }
      clock.now = clock.now.plusSeconds(3600);
      ann.get("/api/tasks").expect(200);
    }
  }

  /** Nobody is locked out: a login that was used up by others is there again within a minute. */
  @Test
  void whoeverHasUsedThemUpGetsOneMoreAfterTheTimeThatIsSaid() {
    var clock = new Ticking(Instant.now());
    var hundred = Map.of("RATE_LIMIT_ADDRESS", "100");
    try (var server = TestApp.start(hundred, TestPostgres.migratedDatabase(), clock)) {
      var somebody = server.anonymous();
      for (int n = 0; n < 100; n++) {
        somebody.get("/api/tasks").expect(401);
      }
      for (int hour = 0; hour < 3; hour++) {
        // Also where the hour ends for which replicas count.
        int wait = Integer.parseInt(somebody.get("/api/tasks").expect(429).header("Retry-After"));
        assertEquals(36, wait);
        clock.now = clock.now.plusSeconds(wait - 1);
        assertEquals("1", somebody.get("/api/tasks").expect(429).header("Retry-After"));
        clock.now = clock.now.plusSeconds(1);
        somebody.get("/api/tasks").expect(401);
        somebody.get("/api/tasks").expect(429);
        for (int n = 0; n < 90; n++) {
          clock.now = clock.now.plusSeconds(36);
          somebody.get("/api/tasks").expect(401);
        }
      }
    }
  }

  @Test
  void replicasHoldOneLimitTogether() throws InterruptedException {
    try (var server = TestApp.start(FEW);
        var replica = TestApp.start(FEW, server.databaseUrl(), Clock.systemUTC())) {
      var ann = server.register();
      for (int i = 0; i < 15; i++) {
        ann.get("/api/tasks").expect(200);
      }
      replica.as(ann).get("/api/tasks").expect(200);
      // By then each has told the other.
      Thread.sleep(3000);
      replica.as(ann).get("/api/tasks").expect(200);
      Thread.sleep(2500);

      var passed =
          Together.run(8, n -> replica.as(ann).get("/api/tasks").response().statusCode()).stream()
              .filter(status -> status == 200)
              .count();

      assertEquals(3, passed);
    }
  }

  @Test
  void aRestartForgivesNothing() throws InterruptedException {
    var database = TestPostgres.migratedDatabase();
    TestClient ann;
    try (var server = TestApp.start(FEW, database, Clock.systemUTC())) {
      ann = server.register();
      for (int i = 0; i < 20; i++) {
        ann.get("/api/tasks").expect(200);
      }
    }
    try (var next = TestApp.start(FEW, database, Clock.systemUTC())) {
      next.as(ann).get("/api/tasks");
      Thread.sleep(2500);
      next.as(ann).get("/api/tasks").expect(429);
    }
  }

  @Test
  void zeroIsNoLimit() {
    try (var server = TestApp.start()) {
      assertFalse(server.register().get("/api/tasks").expect(200).has("RateLimit"));
    }
  }

  /** A clock that is set by hand. */
  private static final class Ticking extends Clock {
    private volatile Instant now;

    Ticking(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
