package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import tally.TestApp;
import tally.db.DatabaseUrl;
import tally.faults.Load.Script;
import tally.faults.Load.Sent;
import tally.faults.LoadConnection.Call;

/** More to do than can be done. The times of it are {@code scripts/faults}' business. */
class OverloadIT {
  /** More than the server has threads for. */
  private static final int MANY = 300;

  private static final String ORIGIN = "https://app.example.com";

  @Test
  void whoeverWouldWaitInVainHearsSoAtOnceAndEverythingElseGoesOn()
      throws InterruptedException, SQLException {
    try (var server = TestApp.start(Map.of("CORS_ORIGINS", ORIGIN))) {
      var ann = server.register().header("Authorization");
      try (var database = DatabaseUrl.parse(server.databaseUrl()).connect();
          var reads = Load.start(server.port(), MANY, 600, Load.readingTasks(ann))) {
        reads.warm(MANY);
        database.setAutoCommit(false);
        // As slow as a database can be.
        database.createStatement().execute("lock table tasks in access exclusive mode");
        long locked = System.nanoTime();
        for (int i = 0; i < 100; i++) {
          reads.awaitOne(locked, Sent::isRefusedInOrder);
        }
        long asked = System.nanoTime();
        server.anonymous().get("/healthz").expect(200);
        var healthz = Duration.ofNanos(System.nanoTime() - asked);
        assertRefusalIsLikeEveryAnswer(server);
        database.rollback();
        reads.awaitOne(Sent::isAcknowledged);
        var all = reads.stop();

        assertEquals(
            Map.of(), Load.outcomes(all.stream().filter(sent -> !isInOrder(sent)).toList()));
        var refused =
            all.stream()
                .filter(sent -> sent.at() > locked && sent.isRefusedInOrder())
                .map(Sent::took)
                .sorted()
                .toList();
        var typical = refused.get(refused.size() / 2);
        assertTrue(typical.toMillis() < 1000, typical::toString);
        assertTrue(healthz.toMillis() < 3000, healthz::toString);
      }
    }
  }

  /** Before it is looked at: this one has no token. A script may read it, and it can be found. */
  private static void assertRefusalIsLikeEveryAnswer(TestApp server) {
    var asking = server.anonymous().with("Origin", ORIGIN).with("X-Request-Id", "mine");
    var refused = asking.get("/api/tasks");
    // At the moment at which it is tried whether fewer come it may be let in.
    for (int i = 0; i < 20 && refused.status() == 401; i++) {
      refused = asking.get("/api/tasks");
    }
    refused.expect(503).code("SERVICE_UNAVAILABLE");
    assertEquals("1", refused.header("Retry-After"));
    assertEquals("mine", refused.header("X-Request-Id"));
    assertEquals(ORIGIN, refused.header("Access-Control-Allow-Origin"));
    server.anonymous().options("/api/tasks").expect(204);
  }

  @Test
  void clientsThatAskOneThingAfterAnotherAreServedAllOfThem() throws InterruptedException {
    try (var server = TestApp.start()) {
      var ann = server.register().header("Authorization");
      try (var reads = Load.start(server.port(), 64, Load.readingTasks(ann))) {
        reads.warm(2000);
        assertEquals(Set.of("200"), Load.outcomes(reads.stop()).keySet());
      }
    }
  }

  @Test
  void aFloodOfLoginsKeepsNoReadFromBeingAnswered() throws InterruptedException {
    try (var server = TestApp.start(Map.of("TRUSTED_PROXIES", "127.0.0.1"))) {
      var ann = server.register().header("Authorization");
      try (var logins = Load.start(server.port(), MANY, logins())) {
        logins.awaitOne(Sent::isRefusedInOrder);
        try (var reads = Load.start(server.port(), 2, Load.readingTasks(ann))) {
          reads.warm(50);
          assertEquals(Set.of("200"), Load.outcomes(reads.stop()).keySet());
        }
      }
    }
  }

  /**
   * Where nobody is found, as many as may wait for it, and their threads, are not all there are.
   */
  @Test
  void aFloodOfLoginsThatWaitForTheDatabaseLeavesThreadsForEverythingElse()
      throws InterruptedException, SQLException {
    try (var server = TestApp.start(Map.of("TRUSTED_PROXIES", "127.0.0.1"))) {
      try (var database = DatabaseUrl.parse(server.databaseUrl()).connect()) {
        database.setAutoCommit(false);
        database.createStatement().execute("lock table users in access exclusive mode");
        try (var logins = Load.start(server.port(), MANY, 600, logins())) {
          for (int i = 0; i < 20; i++) {
            logins.awaitOne(Sent::isRefusedInOrder);
          }
          long asked = System.nanoTime();
          server.anonymous().get("/healthz").expect(200);
          var healthz = Duration.ofNanos(System.nanoTime() - asked);
          logins.awaitOne(Sent::isRefusedInOrder);
          database.rollback();
          var refused =
              logins.stop().stream()
                  .filter(Sent::isRefusedInOrder)
                  .map(Sent::took)
                  .sorted()
                  .toList();
          var typical = refused.get(refused.size() / 2);
          assertTrue(typical.toMillis() < 1000, typical::toString);
          assertTrue(healthz.toMillis() < 3000, healthz::toString);
        }
      }
      // Each has left its place to others.
      server.register();
    }
  }

  /** Each of somebody else from somewhere else, as one would have to wait. */
  static Script logins() {
    return name ->
        new Call(
            "POST",
            "/api/auth/login",
            "X-Forwarded-For: 10.%d.%d.1\r\n".formatted(octet(), octet()),
            "{\"email\": \"%s@example.com\", \"password\": \"wrong\"}".formatted(name));
  }

  private static int octet() {
    return ThreadLocalRandom.current().nextInt(256);
  }

  private static boolean isInOrder(Sent sent) {
    return sent.isAcknowledged() || sent.isRefusedInOrder();
  }
}
