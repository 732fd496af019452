package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;
import tally.TestSql;
import tally.faults.Load.Sent;

/** SIGKILL for a server in the middle of its work. */
class KilledServerIT {
  private static final int KILLS = 2;

  @Test
  void nothingAcknowledgedIsMissingAndNothingThatWasSentAgainIsThereTwice() throws Exception {
    var database = TestPostgres.migratedDatabase();
    int port = LocalPostgres.freePort();
    var running = Replica.start(port, database, Map.of()).serving();
    var ann = running.register("ann@example.com");
    var bob = running.register("bob@example.com");
    var keyed = KeyedWrites.start(port, 4, ann);
    try (var plain = Load.start(port, 4, Load.creatingTasks(bob))) {
      for (int kill = 0; kill < KILLS; kill++) {
        keyed.await(50);
        running.close();
        running = Replica.start(port, database, Map.of()).serving();
      }
      keyed.await(10);
      keyed.stop();
      var acknowledged = plain.stop().stream().filter(Sent::isAcknowledged).map(Sent::name);

      assertEquals(List.of(), keyed.surprises());
      var stored = new HashSet<>(titles(database, "bob@example.com"));
      assertEquals(List.of(), acknowledged.filter(title -> !stored.contains(title)).toList());
      assertEquals(
          keyed.acknowledged().stream().sorted().toList(), titles(database, "ann@example.com"));
      Figures.note(
          "The server is killed %d times".formatted(KILLS),
          "acknowledged with a key, each of them stored once",
          Integer.toString(keyed.acknowledged().size()));
    } finally {
      running.close();
    }
  }

  private static List<String> titles(String database, String email) {
    return new TestSql(database)
        .column(
            """
            select title from tasks join users on users.id = owner_id
            where email = '%s' order by title collate "C"
            """
                .formatted(email));
  }
}
