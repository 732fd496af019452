package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrators as processes: many at once, killed, terminated. */
class ProcessesIT {
  private static final String LOCKS =
      "select count(*) from pg_locks where locktype = 'advisory' and database ="
          + " (select oid from pg_database where datname = current_database())";

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  /** 002 takes a minute as long as there is a row in slow. */
  private void slowSecondFile() {
    project
        .revision("001_slow", "create table slow as select 1 as id;", "drop table slow;")
        .revision(
            "002_b",
            "create table b (id int);\nselect pg_sleep(60) from slow;\ncreate table b2 (id int);",
            "drop table b, b2;")
        .revision("003_c", "create table c (id int);", "drop table c;");
  }

  @Test
  void eightAtOnceRunEachFileOnceAndAllSucceed() {
    // However slowly they start: whoever is first waits in its first file for the others.
    String together =
        """
        do $$ begin
          while (select count(*) from pg_stat_activity where datname = current_database()
              and application_name like 'tally migrate%') < 8 loop
            perform pg_sleep(0.05), pg_stat_clear_snapshot();
          end loop;
        end $$;
        """;
    for (int i = 1; i <= 20; i++) {
      String up = (i == 1 ? together : "") + "create table t%d (id int);".formatted(i);
      project.revision("%03d_t".formatted(i), up, "drop table t" + i);
    }
    project.revision(
        "021_index",
        "-- migrate: no-transaction\ncreate index concurrently i on t1 (id);",
        "drop index i;");

    List<RunningMigration> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(project.start());
    }
    for (RunningMigration process : processes) {
      process.end().exits(0);
    }

    assertEquals("021", project.version());
    assertEquals(
        "21|21|21",
        project.query(
            "select count(*), count(distinct revision), count(*) filter (where status = 'done')"
                + " from migrator.log"));
  }

  @Test
  void aKilledMigratorBlocksNobodyAndTheNextOneFinishes() throws InterruptedException {
    slowSecondFile();
    RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    process.kill();

    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!project.query(LOCKS).equals("0")) {
      assertTrue(System.nanoTime() < deadline, "the lock is still held");
      Thread.sleep(50);
    }
    assertEquals("slow", project.tables());
    project.execute("delete from slow");
    project.migrate().exits(0);
    assertEquals("b b2 c slow", project.tables());
    assertEquals("003", project.version());
  }

  @Test
  void sigtermRollsBackUnlocksAndExits143WithinTwoSeconds() throws InterruptedException {
    slowSecondFile();
    RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    long began = System.nanoTime();
    Run run = process.terminate().end();

    assertTrue(System.nanoTime() - began < 2_000_000_000L, "it took more than two seconds");
    assertEquals(143, run.status(), run.err());
    run.says("Interrupted; now at 001; 002 was rolled back");
    assertEquals("0", project.query(LOCKS));
    assertEquals("001", project.version());
    assertEquals(
        "002|failed|interrupted",
        project.query("select revision, status, error from migrator.log order by id desc limit 1"));
  }

  @Test
  void sigtermBetweenTwoAttemptsTellsWhereTheDatabaseIs() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "drop table a;", "create table a (id int);");
    project.migrate("upgrade", "001").exits(0);
    try (var reader = project.connect();
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("lock table a in access share mode");
      RunningMigration process =
          project
              .start("upgrade", "--lock-timeout", "10ms", "--retries", "100")
              .waitFor("retry 4 of 100");

      Run run = process.terminate().end();

      assertEquals(143, run.status(), run.err());
      run.says("Interrupted; now at 001");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So that none can be replaced by a file that knows its name. */
  @Test
  void whatAMigratorPreparesIsCalledOtherwiseInEachProcess() {
    // A file that says the word would have nothing prepared beside it.
    String names = " as select name from pg_pre' || 'pared_statements'; end $$;";
    String create = "do $$ begin execute 'create table ";
    project
        .revision("001_a", create + "a" + names, "drop table a;")
        .revision("002_b", "select 1;", "select 1;")
        .revision("003_c", create + "b" + names, "drop table b;")
        .revision("004_d", "select 1;", "select 1;");
    project.start("upgrade", "002").end().exits(0);
    project.start("upgrade").end().exits(0);

    assertEquals("1", project.query("select count(*) from a"));
    assertEquals("1", project.query("select count(*) from b"));
    assertEquals("0", project.query("select count(*) from a natural join b"));
  }

  @Test
  void sigintDoesTheSameAndExits130() throws IOException, InterruptedException {
    RunningMigration.assumeCtrlC();
    slowSecondFile();
    RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    process.interrupt().end().exits(130).says("Interrupted; now at 001; 002 was rolled back");

    assertEquals("0", project.query(LOCKS));
    assertEquals("001", project.version());
  }

  @Test
  void aFileBiggerThanTheHeapIsASentence() {
    project.threeTables().file("003_c.up.sql", "select 1; -- " + "x".repeat(40 << 20));

    Run run = project.start(Map.of("JDK_JAVA_OPTIONS", "-Xmx24m"), "validate", "--json").end();

    assertEquals(1, run.status());
    String said = run.err();
    assertTrue(said.contains("\"exit\":1,\"message\":\"Out of memory: the JVM may use"), said);
    assertFalse(said.contains("\tat "), said);
  }

  @Test
  void theJarTellsWhereAStatementFailedAndExits4() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision(
            "002_b", "create table b (id int);\n\n  insert into b\n values (1/0);", "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;");

    MigrateJar.on(project)
        .run(folder)
        .exits(4)
        .says("002_b.up.sql:3:3: ERROR 22012 division by zero")
        .says("Now at 001; 002 was rolled back.");

    assertEquals("a", project.tables());
    assertEquals("001", project.version());
  }

  @Test
  void whoWaitsIsToldWhoHasTheLockAndStopsInTime() throws InterruptedException {
    slowSecondFile();
    RunningMigration first = project.start().waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    Run second = project.start("upgrade", "--lock-wait", "500ms").end();

    second.exits(7).says("tally migrate 002_b.up.sql").says("pid ").says("--lock-wait");
    RunningMigration third = project.start().waitFor("Waiting for another migration: pid");
    assertEquals(143, third.terminate().end().status());
    assertEquals(143, first.terminate().end().status());
  }

  @Test
  void sigtermInAFileWithoutATransactionKeepsWhatIsDone() throws InterruptedException {
    project
        .revision("001_slow", "create table slow as select 1 as id;", "drop table slow;")
        .revision(
            "002_b",
            """
            -- migrate: no-transaction
            create table b (id int);
            select pg_sleep(60) from slow;
            create table b2 (id int);
            """,
            "drop table b, b2;");
    RunningMigration process = project.start().waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    Run run = process.terminate().end();

    assertEquals(143, run.status(), run.err());
    run.says("002 stopped after statement 1 of 3");
    project.execute("delete from slow");
    project.migrate().exits(0).says("Resuming at statement 2 of 3");
    assertEquals("b b2 slow", project.tables());
  }
}
