package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestApp;
import tally.TestClient;
import tally.faults.Load.Sent;

/** A primary and its standby, each a real PostgreSQL, and a server that is told of both. */
class FailoverIT {
  @TempDir private Path one;
  @TempDir private Path another;

  @Test
  void theServerFollowsToTheNewPrimaryAndNothingAcknowledgedIsMissing()
      throws InterruptedException {
    try (var primary = LocalPostgres.start(one);
        var standby = LocalPostgres.standby(another, primary, "standby")) {
      var both =
          primary
              .url()
              .replace(
                  "127.0.0.1:" + primary.port(),
                  "127.0.0.1:%d,127.0.0.1:%d".formatted(primary.port(), standby.port()));
      try (var server =
          TestApp.start(Map.of(), both + "&target_session_attrs=read-write", Clock.systemUTC())) {
        var ann = server.register();
        aStandbyThatAnAddressLedToIsLeftAgain(primary, standby, ann);
        // A commit is acknowledged once it is on both.
        primary.execute("alter system set synchronous_standby_names = 'standby'");
        primary.execute("select pg_reload_conf()");
        assertFollows(server, ann, primary, standby);
      }
    }
  }

  private static void assertFollows(
      TestApp server, TestClient ann, LocalPostgres primary, LocalPostgres standby)
      throws InterruptedException {
    var script = Load.creatingTasks(ann.header("Authorization"));
    try (var load = Load.start(server.port(), 20, 200, script)) {
      for (int i = 0; i < 50; i++) {
        load.awaitOne(Sent::isAcknowledged);
      }
      primary.kill();
      load.awaitOne(Sent::isRefusedInOrder);
      standby.execute("select pg_promote()");
      long promoted = System.nanoTime();
      var served = load.awaitOne(promoted, Sent::isAcknowledged);
      var followed = Duration.ofNanos(served.at() - promoted).plus(served.took());
      var all = load.stop();

      var stored = new HashSet<>(standby.query("select title from tasks"));
      var missing =
          all.stream()
              .filter(sent -> sent.isAcknowledged() && !stored.contains(sent.name()))
              .toList();
      assertEquals(List.of(), missing);
      assertTrue(followed.toSeconds() < 10, followed::toString);
      Figures.note("The primary is killed, its standby promoted", "served again", followed);
      Figures.note(
          "The primary is killed, its standby promoted",
          "requests, none of the acknowledged missing",
          Load.outcomes(all).toString());
    }
  }

  /** An address that moves leaves the old connections behind, which can read, but not write. */
  private static void aStandbyThatAnAddressLedToIsLeftAgain(
      LocalPostgres primary, LocalPostgres standby, TestClient ann) throws InterruptedException {
    try (var address = TcpProxy.to(standby.port());
        var server = TestApp.start(Map.of(), primary.urlAt(address.port()), Clock.systemUTC())) {
      var bob = server.as(ann);
      await(() -> standby.query("select count(*) from sessions").equals(List.of("1")));
      bob.get("/api/tasks").expect(200);
      bob.post("/api/tasks", Map.of("title", "a")).expect(503).header("Retry-After");
      address.moveTo(primary.port());
      // One for each connection of the pool at the most.
      for (int i = 0; i < 10; i++) {
        bob.post("/api/tasks", Map.of("title", "a"));
      }
      bob.post("/api/tasks", Map.of("title", "a")).expect(201);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.holds(); i++) {
      Thread.sleep(20);
    }
    assertTrue(condition.holds());
  }
}
