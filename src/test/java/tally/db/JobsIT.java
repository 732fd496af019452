package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;
import tally.TestSql;
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

  @Test
  void aJobWhoseServerWasKilledIsBegunAgainSoonAndNotAtItsNextTime() {
    var address = DatabaseUrl.parse(TestPostgres.migratedDatabase());
    var runs = new AtomicInteger();
    var daily = List.of(new Jobs.Job("daily", Duration.ofDays(1), runs::incrementAndGet));
    try (var database = Database.open(address, SETTINGS);
        var jobs = Jobs.start(database, daily)) {
      var killed = database.dao(JobDao.class);
      assertTrue(killed.claim("daily", 86400, 300));
      jobs.doWhatIsDue();
      assertEquals(0, runs.get());

      execute(database, "update jobs set started_at = started_at - interval '4 minutes'");
      killed.keep("daily", 86400, 300);
      execute(database, "update jobs set started_at = started_at - interval '4 minutes'");
      jobs.doWhatIsDue();
      assertEquals(0, runs.get());

      execute(database, "update jobs set started_at = started_at - interval '1 minute'");
      jobs.doWhatIsDue();
      assertEquals(1, runs.get());
      // Of this one a late word of the other one takes nothing back.
      killed.keep("daily", 86400, 300);
      execute(database, "update jobs set started_at = started_at - interval '23 hours'");
      jobs.doWhatIsDue();
      assertEquals(1, runs.get());
    }
  }

  @Test
  void aJobThatTakesLongIsKeptFromOthersMeanwhile() {
    var url = TestPostgres.migratedDatabase();
    var sql = new TestSql(url);
    var starts = new HashSet<String>();
    var daily =
        new Jobs.Job(
            "daily",
            Duration.ofDays(1),
            () -> {
              while (starts.size() < 3) {
                starts.add(sql.value("select started_at from jobs"));
              }
            });
    try (var database = Database.open(DatabaseUrl.parse(url), SETTINGS);
        var jobs = Jobs.start(database, List.of(daily), Duration.ofSeconds(1))) {
      assertTimeoutPreemptively(Duration.ofMinutes(2), jobs::doWhatIsDue);
    }
    // What it was moved on to is not what is left of it.
    assertFalse(starts.contains(sql.value("select started_at from jobs")));
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
