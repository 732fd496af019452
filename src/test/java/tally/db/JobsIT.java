package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;
import tally.Together;

class JobsIT {
  private static final PoolSettings SETTINGS =
      new PoolSettings(1, Duration.ofSeconds(5), Duration.ofSeconds(2));

  @Test
  void aJobIsDoneByOneReplicaAndAgainWhenItsTimeHasCome() {
    var address = DatabaseUrl.parse(TestPostgres.migratedDatabase());
    var runs = new AtomicInteger();
    var others = new AtomicInteger();
    var jobs =
        List.of(
            new Jobs.Job(
                "failing",
                Duration.ofDays(1),
                () -> {
                  throw new IllegalStateException("sesame");
                }),
            new Jobs.Job("daily", Duration.ofDays(1), runs::incrementAndGet),
            new Jobs.Job("other", Duration.ofSeconds(0), others::incrementAndGet));
    var databases = new ArrayList<Database>();
    for (int i = 0; i < 6; i++) {
      databases.add(Database.open(address, SETTINGS));
    }
    try {
      for (int day = 1; day <= 2; day++) {
        Together.run(
            6,
            n -> {
              try (var replica = Jobs.start(databases.get(n), jobs)) {
                replica.doWhatIsDue();
                replica.doWhatIsDue();
              }
              return n;
            });

        assertEquals(day, runs.get());
        assertEquals(12 * day, others.get());
        execute(databases.get(0), "update jobs set started_at = started_at - interval '1 day'");
      }
    } finally {
      databases.forEach(Database::close);
    }
  }

  private static void execute(Database database, String sql) {
    try (var connection = database.connection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
