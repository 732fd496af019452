package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestPostgres;
import tally.faults.Load.Sent;

/** Two servers behind a HAProxy, each replaced by a new one, under load. */
class RollingReplacementIT {
  @TempDir private Path folder;

  @Test
  void noRequestFails() throws Exception {
    assumeTrue(HaProxy.isInstalled());
    var database = TestPostgres.migratedDatabase();
    var replicas =
        new ArrayList<>(
            List.of(
                Replica.start(LocalPostgres.freePort(), database, Map.of()),
                Replica.start(LocalPostgres.freePort(), database, Map.of())));
    try (var proxy = HaProxy.start(folder, replicas.get(0).port(), replicas.get(1).port())) {
      proxy.await(0, true);
      proxy.await(1, true);
      var ann = replicas.get(0).register("ann@example.com");
      try (var writes = Load.start(proxy.port(), 8, 100, Load.creatingTasks(ann));
          var reads = Load.start(proxy.port(), 8, 200, Load.readingTasks(ann))) {
        for (int i = 0; i < 2; i++) {
          replace(replicas, i, database);
          proxy.await(i, true);
        }
        var all = new ArrayList<>(writes.stop());
        all.addAll(reads.stop());

        assertEquals(Set.of("200", "201"), Load.outcomes(all).keySet());
        Figures.note(
            "Two replicas replaced behind HAProxy", "requests", Load.outcomes(all).toString());
        Figures.note("Two replicas replaced behind HAProxy", "slowest", slowest(all));
      }
    } finally {
      replicas.forEach(Replica::close);
    }
  }

  private static void replace(List<Replica> replicas, int i, String database)
      throws InterruptedException {
    var old = replicas.get(i);
    old.terminate();
    assertEquals(0, old.exitCode(), old::err);
    old.close();
    replicas.set(i, Replica.start(old.port(), database, Map.of()).serving());
  }

  private static Duration slowest(List<Sent> all) {
    return all.stream().map(Sent::took).max(Duration::compareTo).orElseThrow();
  }
}
