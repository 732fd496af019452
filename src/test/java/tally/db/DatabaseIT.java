package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;

class DatabaseIT {
  private static final PoolSettings SETTINGS =
      new PoolSettings(1, Duration.ofSeconds(1), Duration.ofMillis(500));

  /** Statements of these tests. */
  public interface Dao {
    @SqlQuery("select :id as id, :time as seen_at, cast(:time as text) as shown, :name as name")
    Optional<Row> roundTrip(UUID id, Instant time, @Nullable String name);

    @SqlQuery("select extract(epoch from :time)::text")
    String epoch(Instant time);
  }

  /** A row of theirs. */
  public record Row(UUID id, Instant seenAt, String shown, @Nullable String name) {}

  @Test
  void aTimeIsTheSameInEveryZone() {
    var before = TimeZone.getDefault();
    // In the second of them this hour happens twice.
    var time = Instant.parse("2026-10-25T00:30:00.123456Z");
    try {
      for (var zone : new String[] {"UTC", "Europe/Berlin", "Pacific/Apia"}) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var database = open()) {
          var dao = database.dao(Dao.class);
          assertEquals(time, dao.roundTrip(UUID.randomUUID(), time, null).orElseThrow().seenAt());
          assertEquals("1792888200.123456", dao.epoch(time));
        }
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aRowIsARecordAndNullStaysNull() {
    var id = UUID.randomUUID();
    try (var database = open()) {
      var row = database.dao(Dao.class).roundTrip(id, Instant.EPOCH, null).orElseThrow();
      assertEquals(id, row.id());
      assertEquals(null, row.name());
    }
  }

  @Test
  void aStatementIsCancelledAfterItsTime() throws SQLException {
    try (var database = open();
        var connection = database.connection();
        var statement = connection.createStatement()) {
      var thrown = assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(10)"));
      assertEquals("57014", thrown.getSQLState());
    }
  }

  @Test
  void waitingForAConnectionIsBounded() throws SQLException {
    try (var database = open();
        var taken = database.connection()) {
      assertTrue(taken.isValid(1));
      long asked = System.nanoTime();
      assertThrows(SQLException.class, database::connection);
      assertTrue(System.nanoTime() - asked < 2_000_000_000L);
    }
  }

  private static Database open() {
    return Database.open(DatabaseUrl.parse(TestPostgres.emptyDatabase()), SETTINGS);
  }
}
