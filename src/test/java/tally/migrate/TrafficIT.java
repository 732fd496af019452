package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration beside others who use the tables. */
class TrafficIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder).revision("001_a", "create table a (id int);", "drop table a;");
    project.migrate().exits(0);
    project.revision("002_b", "alter table a add b int;", "alter table a drop b;");
  }

  @Test
  void whoIsInTheWayIsNamedAndTheFileTriedAgain() throws SQLException {
    try (Connection reader = project.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("set application_name = 'long report'");
      statement.execute("select * from a");

      RunningMigration process = project.start("upgrade", "--lock-timeout", "600ms");
      process.waitFor("retry 1 of 10");
      // Between the attempts others get through.
      project.query("select * from a");
      reader.rollback();

      process.end().exits(0).says("in the way: pid ").says("long report, idle in transaction");
    }
    assertEquals("002", project.version());
    assertEquals(
        "failed|done",
        project.query(
            "select string_agg(distinct status, '|' order by status desc) from migrator.log where"
                + " revision = '002'"));
  }

  @Test
  void whileAChangeWaitsBehindALongReaderOthersReadOn() throws SQLException {
    try (Connection reader = project.connect();
        Statement longReader = reader.createStatement();
        Connection others = project.connect();
        Statement other = others.createStatement()) {
      reader.setAutoCommit(false);
      longReader.execute("select * from a");
      // Without an end to its waiting, the change would keep all of them behind it.
      other.execute("set statement_timeout = '5s'");

      RunningMigration process = project.start("upgrade", "--lock-timeout", "300ms");
      process.waitFor("retry 1 of 10");
      int reads = 0;
      long longest = 0;
      long began = System.nanoTime();
      while (System.nanoTime() - began < 2_000_000_000L) {
        long asked = System.nanoTime();
        other.execute("select * from a");
        longest = Math.max(longest, System.nanoTime() - asked);
        reads++;
      }
      reader.rollback();

      process.end().exits(0).says("retry 2 of 10");
      assertTrue(reads > 10, "only " + reads);
      assertTrue(longest < 1_500_000_000L, "one waited for " + longest / 1_000_000 + " ms");
    }
  }

  @Test
  void afterTheLastRetryItGivesUp() throws SQLException {
    try (Connection reader = project.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from a");

      project
          .migrate("upgrade", "--lock-timeout", "100ms", "--retries", "1")
          .exits(7)
          .says("002_b.up.sql:1:1: ERROR 55P03")
          .says("Now at 001; 002 was rolled back, after 2 attempts.");
    }
    project.migrate().exits(0);
  }

  @Test
  void anIndexIsBuiltConcurrentlyHoweverLongOthersTake() throws SQLException {
    project.revision(
        "002_b",
        "-- migrate: no-transaction\ncreate index concurrently i on a (id);",
        "drop index i;");
    try (Connection writer = project.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into a values (1)");

      RunningMigration process =
          project.start("upgrade", "--lock-timeout", "100ms", "--retries", "0");
      process.waitFor("Running upgrade 001 -> 002");
      project.query("select pg_sleep(1.5)");
      writer.commit();

      process.end().exits(0);
    }
    assertEquals(
        "t", project.query("select indisvalid from pg_index where indexrelid = 'i'::regclass"));
  }
}
