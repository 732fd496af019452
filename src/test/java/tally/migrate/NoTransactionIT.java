package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestPostgres;

/** Files without a transaction: they stop half-way, and go on. */
class NoTransactionIT {
  private static final String INDEX =
      """
      -- migrate: no-transaction
      create table done_before (id int);
      create unique index concurrently%s on a (id);
      create table done_after (id int);
      """;

  private static final String INVALID =
      "select coalesce(string_agg(indexrelid::regclass::text, ' '), '') from pg_index where not"
          + " indisvalid";

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project =
        new Project(folder)
            .revision(
                "001_a",
                "create table a (id int); insert into a values (1), (1);",
                "drop table a;");
    project.migrate().exits(0);
  }

  @Test
  void aFailedIndexIsDroppedAndTheFileGoesOnWhereItStopped() {
    project.revision("002_b", INDEX.formatted(" u"), "drop table done_before, done_after;");

    project
        .migrate()
        .exits(11)
        .says("002_b.up.sql:3:1: ERROR 23505")
        .says("Dropped the invalid index u")
        .says("Now at 001; 002 stopped after statement 1 of 3");

    assertEquals("", project.query(INVALID));
    assertEquals("001", project.version());
    project.migrate("status").exits(0).says("");
    project.execute("delete from a where ctid in (select min(ctid) from a)");
    project.migrate().exits(0).says("Resuming at statement 2 of 3");
    assertEquals("a done_after done_before", project.tables());
    assertEquals("", project.query(INVALID));
    assertEquals("0", project.query("select count(*) from migrator.progress"));
  }

  @Test
  void toBeThereAlreadyIsNoAnswerWhileSomethingIsHalfDone() {
    project.revision("002_b", INDEX.formatted(" u"), "drop table done_before, done_after;");
    project.migrate().exits(11);

    project.migrate("upgrade", "001").exits(11).says("002 stopped half-way up");
    project.migrate("downgrade", "001").exits(11).says("Finish it first");
  }

  @Test
  void withoutALogNothingIsPromisedThatNothingRemembers() {
    var bare =
        new Project(folder, TestPostgres.emptyDatabase())
            .revision("002_b", INDEX.formatted(" u"), "drop table done_before, done_after;");
    String url = bare.url() + "?options=-c%20role%3Dpg_database_owner";

    bare.migrate("--database-url", url)
        .exits(11)
        .says("Now at 001; 002 stopped after statement 1 of 3, and nothing remembers where")
        .says("then `migrate stamp 002`");
  }

  @Test
  void anIndexThatAKilledMigratorLeftBehindIsDropped() throws SQLException {
    killedWhileBuilding("u", true);
    assertEquals("u", project.query(INVALID));

    project.migrate().exits(0).says("Dropped the invalid index u");

    assertEquals("", project.query(INVALID));
    assertEquals("1", project.query("select count(*) from pg_class where relname = 'u'"));
    assertEquals("002", project.version());
  }

  @Test
  void anIndexThatTheServerFinishedForAKilledMigratorIsTaken() throws SQLException {
    killedWhileBuilding("u", false);

    project.migrate().exits(0);

    assertEquals("", project.query(INVALID));
    assertEquals("a done_after done_before", project.tables());
  }

  @Test
  void anIndexWithoutANameIsNotMadeTwice() throws SQLException {
    killedWhileBuilding("", false);

    project.migrate().exits(0);

    assertEquals(
        "a_id_idx|t",
        project.query(
            "select indexrelid::regclass, indisvalid from pg_index"
                + " where indrelid = 'a'::regclass"));
  }

  @Test
  void aPartitionThatAKilledMigratorLeftHalfDetachedIsDetached() throws SQLException {
    project.execute(
        "create table p (i int) partition by list (i);"
            + "create table p1 partition of p for values in (1)");
    project.revision(
        "002_b",
        "-- migrate: no-transaction\nalter table p detach partition p1 CONCURRENTLY;",
        "alter table p attach partition p1 for values in (1);");
    try (Connection reader = project.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from p");
      RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
      await("select count(*) from pg_inherits where inhdetachpending", "1");
      process.kill();
      await(
          "select count(*) from pg_stat_activity where application_name like 'tally migrate%' and datname = current_database()",
          "0");
    }

    project.migrate().exits(0);

    assertEquals("0", project.query("select count(*) from pg_inherits"));
    assertEquals("002", project.version());
  }

  /** The server goes on for a moment before it sees that its client is gone. */
  private void killedWhileBuilding(String name, boolean seen) throws SQLException {
    project.execute("delete from a");
    project.revision("002_b", INDEX.formatted(" " + name), "drop table done_before, done_after;");
    try (Connection writer = project.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into a values (1)");
      RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
      await(INVALID, name.isEmpty() ? "a_id_idx" : name);
      process.kill();
      if (seen) {
        await("select count(*) from pg_stat_progress_create_index", "0");
      }
      writer.rollback();
    }
  }

  @Test
  void anInvalidIndexOfSomebodyElseIsNotTakenForOurs() throws SQLException {
    try (Connection other = project.connect();
        Statement statement = other.createStatement()) {
      statement.execute("create unique index concurrently u on a (id)");
    } catch (SQLException e) {
      assertEquals("23505", e.getSQLState());
    }
    project.revision(
        "002_b", INDEX.formatted(" if not exists u"), "drop table done_before, done_after;");

    project
        .migrate()
        .exits(11)
        .says("002_b.up.sql:3:1: the index u was there already and is invalid");

    assertEquals("u", project.query(INVALID));
    assertEquals("001", project.version());
    project.execute("drop index u; delete from a");
    project.migrate().exits(0);
    assertEquals("", project.query(INVALID));
    assertEquals("1", project.query("select count(*) from pg_class where relname = 'u'"));
  }

  @Test
  void theFinishedPartMayNotChangeAndTheRestMay() {
    project.revision("002_b", INDEX.formatted(" u"), "drop table done_before;");
    project.migrate().exits(11);

    project.file("002_b.up.sql", INDEX.formatted(" u").replace("id int", "id bigint"));
    project.migrate().exits(8).says("002_b.up.sql was changed in the part that has run");

    project.file("002_b.up.sql", INDEX.formatted(" u").replace("unique ", ""));
    project.migrate().exits(0);
    assertEquals("a done_after done_before", project.tables());
  }

  @Test
  void aHalfDoneDownStandsInTheWayOfAnUpgradeUntilItIsFinishedOrStamped() {
    project.revision(
        "002_b",
        "create table b (id int);",
        "-- migrate: no-transaction\ndrop table b;\nselect 1 / count(*) from a where id = 7;");
    project.migrate().exits(0);

    project.migrate("downgrade", "-1").exits(11).says("stopped after statement 1 of 2");
    project.migrate("upgrade").exits(11).says("002 stopped half-way down");
    project.execute("insert into a values (7)");
    project.migrate("downgrade", "-1").exits(0);
    assertEquals("001", project.version());

    project.migrate("upgrade").exits(0);
    project.execute("delete from a where id = 7");
    project.migrate("downgrade", "-1").exits(11);
    project.migrate("stamp", "001").exits(0);
    project.migrate("upgrade").exits(0);
  }

  @Test
  void whatTheDonePartHasSetIsSetAgainWhenItGoesOn() {
    project.execute("create schema elsewhere");
    project.revision(
        "002_b",
        """
        -- migrate: no-transaction
        set search_path = elsewhere, public;
        create table one (id int);
        select 1 / count(*) from a where id = 7;
        create table two (id int);
        vacuum one;
        """,
        "drop table elsewhere.one, elsewhere.two;");
    project.migrate().exits(11);
    project.execute("insert into a values (7)");

    project.migrate().exits(0);

    assertEquals(
        "one two",
        project.query(
            "select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname ="
                + " 'elsewhere'"));
    assertEquals("002", project.version());
  }

  @Test
  void whatItSetsDoesNotReachTheNextFile() {
    project
        .revision(
            "002_b",
            """
            -- migrate: no-transaction
            set role pg_database_owner;
            set statement_timeout = 1234;
            select 1;
            """,
            "select 1;")
        .revision(
            "003_c",
            """
            create table c as
              select current_user = session_user as me, current_setting('statement_timeout') as time;
            """,
            "drop table c;");

    project.migrate().exits(0);

    assertEquals("t|0", project.query("select * from c"));
  }

  @Test
  void aProcedureThatCommitsRunsAlone() {
    project.revision(
        "002_b",
        """
        -- migrate: no-transaction
        create procedure p() language plpgsql as $$
          begin insert into a values (2); commit; insert into a values (3); end $$;
        call p();
        alter type kind add value 'x';
        """,
        "drop procedure p;");
    project.execute("create type kind as enum ('k')");

    project.migrate().exits(0);

    assertEquals("1 1 2 3", project.query("select string_agg(id::text, ' ' order by id) from a"));
  }

  private void await(String query, String answer) {
    for (int i = 0; i < 200; i++) {
      if (project.query(query).equals(answer)) {
        return;
      }
      project.query("select pg_sleep(0.05)");
    }
    throw new AssertionError("never " + answer + ": " + query);
  }
}
