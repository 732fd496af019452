package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
    // What no commit waits for stays in memory, so that a crash loses it for certain.
    postgres.execute("alter system set wal_writer_delay = '10s'");
    postgres.execute("select pg_reload_conf()");
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

    crashWhile("PgSleep").exits(11).says("the database is at 001; 002 was not finished");

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

  @Test
  void theLastFileAloneWaitsForTheDisk() {
    String setting = "current_setting('synchronous_commit') as it";
    project
        .revision("002_b", "create table b as select " + setting, "drop table b;")
        .revision("003_c", "create table c as select " + setting, "drop table c;");

    project.migrate().exits(0);

    assertEquals("off", project.query("select it from b"));
    assertEquals("on", project.query("select it from c"));
  }

  @Test
  void commitsThatACrashTookAwayAreToldAndRunAgain() throws InterruptedException {
    project.revision("002_b", "create table b (id int);", "drop table b;");
    for (int i = 4; i < 40; i++) {
      String table = "t" + i;
      String name = "%03d_%s".formatted(i, table);
      project.revision(name, "create table " + table + " (id int);", "drop table " + table + ";");
    }
    project.revision(
        "040_slow", "select pg_sleep(60) where to_regclass('fast') is null;", "select 1;");
    RunningMigration migration = MigrateJar.on(project).start(folder);
    await("PgSleep");
    postgres.crash();

    Run run = migration.end().exits(1).says("The connection broke while 040_slow.up.sql ran");
    String left = project.query("select coalesce(max(version_num), 'base') from alembic_version");
    assertNotEquals("039", left);
    run.says("the database is at " + left + ", as the server lost the commits after it; 040");
    project.execute("create table fast (id int)");
    MigrateJar.on(project).run(folder).exits(0);
    assertEquals("040", project.version());
    assertEquals("41", project.query("select count(*) from pg_tables where schemaname = 'public'"));
  }

  @Test
  void whatAFailedRunCommittedIsOnTheDisk() throws InterruptedException {
    project
        .revision("002_b", "create table b (id int);", "drop table b;")
        .revision("003_c", "select 1 / 0;", "select 1;");
    // Without a log there is no row for the failure, whose commit would wait for the disk.
    String withoutLog = project.url() + "&options=-c%20role%3Dpg_database_owner";
    project.execute("grant create, usage on schema public to pg_database_owner");

    project.migrate("--database-url", withoutLog).exits(4).says("Now at 002");
    postgres.crash();

    assertEquals("002", project.version());
    assertEquals("b slow", project.tables());
  }

  private Run crashWhile(String waiting) throws InterruptedException {
    RunningMigration migration = MigrateJar.on(project).start(folder);
    await(waiting);
    // A commit that waits for the disk takes those before it along.
    project.execute("create table flush (id int); drop table flush");
    postgres.crash();
    return migration.end();
  }

  private void await(String waiting) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!project
        .query("select count(*) from pg_stat_activity where wait_event = '" + waiting + "'")
        .equals("1")) {
      assertTrue(System.nanoTime() < deadline, "it never waits for " + waiting);
      Thread.sleep(20);
    }
  }

  private Run runOn() {
    project.execute("delete from slow");
    Run run = MigrateJar.on(project).run(folder).exits(0);
    assertEquals("b c slow", project.tables());
    assertEquals("003", project.version());
    return run;
  }
}
