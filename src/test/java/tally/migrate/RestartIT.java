package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, while its PostgreSQL crashes and comes back. */
class RestartIT {
  @TempDir private static Path server;
  private static CrashingPostgres postgres;

  @TempDir private Path folder;
  private Project project;

  @BeforeAll
  static void start() {
    postgres = new CrashingPostgres(server);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void project() {
    project =
        new Project(folder, postgres.emptyDatabase())
            .revision("001_slow", "create table slow as select 1 as id;", "drop table slow;")
            .revision("003_c", "create table c (id int);", "drop table c;");
  }

  @Test
  void inTheMiddleOfAFileItIsRolledBackAndToldSo() throws InterruptedException {
    project.revision(
        "002_b", "create table b (id int); select pg_sleep(60) from slow;", "drop table b;");

    crashWhile("PgSleep")
        .exits(1)
        .says("The connection broke while 002_b.up.sql ran")
        .says("Connected again: the database is at 001; 002 was rolled back. Run this again");

    assertEquals("slow", project.tables());
    runOn().says("Running upgrade 001 -> 002");
    assertEquals(
        "001 done, 002 failed, 002 done, 003 done",
        project.query(
            "select string_agg(revision || ' ' || status, ', ' order by id) from migrator.log"));
  }

  @Test
  void inTheMiddleOfAFileWithoutATransactionItGoesOnThere() throws InterruptedException {
    project.revision(
        "002_b",
        """
        -- migrate: no-transaction
        create table b (id int);
        select pg_sleep(60) from slow;
        create index concurrently i on b (id);
        """,
        "drop table b;");

    crashWhile("PgSleep").exits(1).says("the database is at 001; 002 was not finished");

    assertEquals("b slow", project.tables());
    runOn().says("Resuming at statement 2 of 3");
    assertEquals(
        "t", project.query("select indisvalid from pg_index where indexrelid = 'i'::regclass"));
  }

  @Test
  void aCommitThatTheServerDidNotFinishIsToldAsRolledBack() throws InterruptedException {
    project.revision(
        "002_b",
        """
        create table b (id int);
        create function wait() returns trigger language plpgsql as
          $$ begin perform pg_sleep(60) from slow; return null; end $$;
        create constraint trigger late after insert on b deferrable initially deferred
          for each row execute function wait();
        insert into b values (1);
        """,
        "drop table b; drop function wait;");

    crashWhile("PgSleep").exits(1).says("the database is at 001; 002 was rolled back");

    assertEquals("slow", project.tables());
    runOn();
    assertEquals("1", project.query("select * from b"));
  }

  @Test
  void aCommitThatTheServerFinishedAndDidNotTellIsFoundOut() throws InterruptedException {
    String name = project.query("select current_database()");
    postgres.execute("alter database " + name + " set synchronous_commit = local");
    // A standby that never answers: what waits for it is committed, and its client never hears.
    postgres.execute("alter system set synchronous_standby_names = 'nobody'");
    postgres.execute("select pg_reload_conf()");
    project.revision(
        "002_b", "create table b (id int); set local synchronous_commit = on;", "drop table b;");

    Run run = crashWhile("SyncRep");
    postgres.execute("alter system reset synchronous_standby_names");
    postgres.execute("select pg_reload_conf()");

    run.exits(0).says("Connected again: 002 was committed");
    assertEquals("b c slow", project.tables());
    assertEquals(
        "001 done, 002 done, 003 done",
        project.query(
            "select string_agg(revision || ' ' || status, ', ' order by id) from migrator.log"));
  }

  private Run crashWhile(String waiting) throws InterruptedException {
    RunningMigration migration = MigrateJar.on(project).start(folder);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!project
        .query("select count(*) from pg_stat_activity where wait_event = '" + waiting + "'")
        .equals("1")) {
      assertTrue(System.nanoTime() < deadline, "it never waits for " + waiting);
      Thread.sleep(20);
    }
    postgres.crash();
    return migration.end();
  }

  private Run runOn() {
    project.execute("delete from slow");
    Run run = MigrateJar.on(project).run(folder).exits(0);
    assertEquals("b c slow", project.tables());
    assertEquals("003", project.version());
    return run;
  }
}
