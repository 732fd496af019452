package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.JarProcess;
import tally.TestPostgres;
import tally.TestSql;
import tally.faults.Load.Sent;
import tally.faults.LoadConnection.Call;
import tally.faults.LoadConnection.Ending;

/** SIGTERM, at moments when it is inconvenient. */
class StopIT {
  @TempDir private Path folder;

  @Test
  void underLoadNoAcceptedRequestIsCut() throws Exception {
    var database = TestPostgres.migratedDatabase();
    int port = LocalPostgres.freePort();
    try (var server = Replica.start(port, database, Map.of("SHUTDOWN_TIMEOUT", "10s")).serving()) {
      var ann = server.register("ann@example.com");
      try (var load = Load.start(port, 16, Load.creatingTasks(ann))) {
        load.awaitOne(Sent::isAcknowledged);
        server.terminate();
        long asked = System.nanoTime();
        awaitUnready(port);
        assertEquals(0, server.exitCode(), server::err);
        var took = Duration.ofNanos(System.nanoTime() - asked);
        var all = load.stop();

        assertTrue(took.toSeconds() < 15, took::toString);
        var stored = titles(database);
        var cut =
            all.stream()
                .filter(sent -> !isWhole(sent))
                .filter(sent -> isHalf(sent) || stored.contains(sent.name()))
                .toList();
        assertEquals(List.of(), cut, () -> Load.outcomes(all).toString());
        Figures.note("SIGTERM under load", "exit 0", took);
        Figures.note("SIGTERM under load", "requests", Load.outcomes(all).toString());
      }
    }
  }

  @Test
  void whileTheDatabaseIsMadeOrMigratedTheNextStartGoesOn() throws Exception {
    var settings =
        Map.of("PATH", System.getenv("PATH"), "DATA_DIR", folder.toString(), "PORT", "0");
    for (var moment : List.of("Creating a database", "Running upgrade 003")) {
      try (var server = JarProcess.start(settings)) {
        awaitLine(server, moment);
        server.terminate();
        assertEquals(0, server.exitCode(), server::err);
        assertEquals("", server.out());
        assertTrue(server.err().contains("Stopped before it was ready."), server::err);
      }
    }
    try (var server = JarProcess.start(settings)) {
      server.address();
      server.terminate();
      assertEquals(0, server.exitCode(), server::err);
    }
  }

  /** While it still listens. */
  private static void awaitUnready(int port) {
    try (var connection = new LoadConnection(port)) {
      var ready = new Call("GET", "/readyz", "", "");
      for (var answer = connection.send(ready); answer.status() != 503; ) {
        assertEquals(200, answer.status(), answer::toString);
        answer = connection.send(ready);
      }
    }
  }

  private static void awaitLine(JarProcess server, String beginning) throws InterruptedException {
    for (int i = 0; i < 6000 && !server.err().contains(beginning); i++) {
      Thread.sleep(5);
    }
    assertTrue(server.err().contains(beginning), server::err);
  }

  private static boolean isWhole(Sent sent) {
    return sent.isAcknowledged()
        || sent.isRefusedInOrder()
        || sent.answer().ending() == Ending.REFUSED;
  }

  /** What had no answer at all may not have happened; what had half of one, or a wrong one, did. */
  private static boolean isHalf(Sent sent) {
    return sent.answer().ending() != Ending.UNANSWERED;
  }

  private static Set<String> titles(String database) {
    return Set.copyOf(new TestSql(database).column("select title from tasks"));
  }
}
