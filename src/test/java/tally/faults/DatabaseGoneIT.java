package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestApp;
import tally.TestClient;
import tally.faults.Load.Sent;

/** A server under load while its PostgreSQL goes away, and comes back. */
class DatabaseGoneIT {
  /** More than the server has threads for. */
  private static final int CLIENTS = 300;

  /** For a machine that has other things to do. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  @TempDir private static Path folder;
  private static LocalPostgres postgres;
  private static TestApp server;
  private static TestClient ann;

  @BeforeAll
  static void start() {
    postgres = LocalPostgres.start(folder);
    server = TestApp.start(Map.of(), postgres.url(), Clock.systemUTC());
    ann = server.register();
  }

  @AfterAll
  static void stop() {
    server.close();
    postgres.close();
  }

  @Test
  void stoppedAndStartedAgain() throws InterruptedException {
    assertSurvives(
        "PostgreSQL is stopped",
        Duration.ofMillis(2500),
        () -> postgres.stop("fast"),
        postgres::start);
  }

  @Test
  void killedAndStartedAgain() throws InterruptedException {
    assertSurvives(
        "PostgreSQL is killed", Duration.ofMillis(2500), postgres::kill, postgres::start);
  }

  @Test
  void frozenForAWhile() throws InterruptedException {
    assertSurvives("PostgreSQL is frozen", Duration.ofSeconds(6), postgres::freeze, postgres::thaw);
  }

  private void assertSurvives(String fault, Duration limit, Runnable leave, Runnable comeBack)
      throws InterruptedException {
    var authorization = ann.header("Authorization");
    try (var writes = Load.start(server.port(), CLIENTS, 300, Load.creatingTasks(authorization));
        var reads = Load.start(server.port(), 4, 100, Load.readingTasks(authorization))) {
      writes.warm(CLIENTS);
      reads.awaitOne(Sent::isAcknowledged);
      long leaving = System.nanoTime();
      leave.run();
      long gone = System.nanoTime();
      var unready = unready();
      writes.awaitOne(Sent::isRefusedInOrder);
      reads.awaitOne(Sent::isRefusedInOrder);
      if (Figures.areWanted()) {
        Thread.sleep(10_000);
      }
      comeBack.run();
      long back = System.nanoTime();
      var served = writes.awaitOne(back, Sent::isAcknowledged);
      var recovered = Duration.ofNanos(served.at() - back).plus(served.took());
      var all = new ArrayList<>(writes.stop());
      all.addAll(reads.stop());

      assertEquals(Map.of(), Load.outcomes(all.stream().filter(sent -> !isInOrder(sent)).toList()));
      var slowest =
          all.stream()
              .filter(sent -> sent.at() + sent.took().toNanos() > leaving)
              .map(Sent::took)
              .max(Duration::compareTo)
              .orElseThrow();
      assertTrue(slowest.compareTo(limit.plus(SLACK)) < 0, () -> "waited for " + slowest);
      // Who would wait in vain hears so at once, and the threads are free for others.
      var refused =
          all.stream()
              .filter(sent -> sent.at() > gone && sent.isRefusedInOrder())
              .map(Sent::took)
              .sorted()
              .toList();
      var typical = refused.get(refused.size() / 2);
      assertTrue(typical.toMillis() < 1000, () -> "typically waited for " + typical);
      assertTrue(unready.compareTo(Duration.ofSeconds(1).plus(SLACK)) < 0, unready::toString);
      assertTrue(recovered.compareTo(Duration.ofSeconds(5).plus(SLACK)) < 0, recovered::toString);
      server.anonymous().get("/readyz").expect(200);
      assertNothingIsMissing(all);

      Figures.note(fault, "slowest 503", slowest);
      Figures.note(fault, "typical 503", typical);
      Figures.note(fault, "/readyz says so", unready);
      Figures.note(fault, "served again after its return", recovered);
      Figures.note(fault, "requests", Load.outcomes(all).toString());
    }
  }

  /** How long it takes for it to be said. */
  private Duration unready() {
    long asked = System.nanoTime();
    var answer = server.anonymous().get("/readyz").expect(503);
    var took = Duration.ofNanos(System.nanoTime() - asked);
    assertTrue(answer.text("detail").startsWith("The database "), answer::body);
    answer.header("Retry-After");
    return took;
  }

  private static boolean isInOrder(Sent sent) {
    return sent.isAcknowledged() || sent.isRefusedInOrder();
  }

  private static void assertNothingIsMissing(List<Sent> all) {
    var stored = new HashSet<>(postgres.query("select title from tasks"));
    var missing =
        all.stream()
            .filter(sent -> sent.answer().status() == 201)
            .filter(sent -> !stored.contains(sent.name()))
            .toList();
    assertEquals(List.of(), missing);
  }
}
