package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --atomic} all files of a plan commit together, or none of them. */
class AtomicIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void allFilesCommitTogetherEachWithItsRowInTheLog() {
    project.threeTables();

    project.migrate("upgrade", "--atomic").exits(0).says("Running upgrade 002 -> 003, c");

    assertEquals("a b c", project.tables());
    assertEquals("003", project.version());
    assertEquals(
        "null|001|up|done\n001|002|up|done\n002|003|up|done",
        project.query("select version_from, version_to, direction, status from migrator.log"));
    assertEquals(
        "1",
        project.query("select count(distinct xmin::text) from pg_class where relname ~ '^.$'"));
    project.migrate("check").exits(0);
    project
        .migrate("downgrade", "base", "--atomic", "--json")
        .exits(0)
        .prints(
            "{\"from\":\"003\",\"revision\":null,\"ran\":[{\"revision\":\"003\",\"direction\":\"down\"},"
                + "{\"revision\":\"002\",\"direction\":\"down\"},{\"revision\":\"001\",\"direction\":\"down\"}]}");
    assertEquals("", project.tables());
    assertEquals("", project.version());
  }

  @Test
  void aFailingFileTakesThoseBeforeItBack() {
    project
        .threeTables()
        .revision("004_d", "create table d (id int);\nselect 1/0;", "drop table d;")
        .revision("005_e", "create table e (id int);", "drop table e;");
    project.migrate("upgrade", "001").exits(0);

    project
        .migrate("upgrade", "--atomic")
        .exits(4)
        .says("004_d.up.sql:2:1: ERROR 22012")
        .says("Now at 001; 002 to 004 were rolled back.");

    assertEquals("a", project.tables());
    assertEquals("001", project.version());
    assertEquals(
        "001|done\n004|failed",
        project.query("select revision, status from migrator.log order by id"));
  }

  @Test
  void aFileOutsideOfATransactionIsRefusedBeforeAnythingRuns() {
    project
        .threeTables()
        .revision(
            "004_i",
            "-- migrate: no-transaction\ncreate index concurrently i on a (id);",
            "-- migrate: no-transaction\ndrop index concurrently i;");

    project
        .migrate("upgrade", "--atomic")
        .exits(8)
        .says("004_i.up.sql runs outside of a transaction")
        .says("`migrate upgrade 003 --atomic`");
    assertEquals("", project.tables());

    project.migrate("upgrade", "003", "--atomic").exits(0);
    project
        .migrate("upgrade", "--atomic")
        .exits(8)
        .says("Run it by itself first: `migrate upgrade 004`");
    project.migrate().exits(0);
    project.migrate("downgrade", "002", "--atomic").exits(8).says("004_i.down.sql");
    assertEquals("004", project.version());
  }

  @Test
  void aFileFindsNothingOfWhatTheOneBeforeHasSet() {
    project
        .revision(
            "001_a",
            """
            create schema other;
            set search_path = other;
            set local statement_timeout = '7s';
            declare c cursor for select 1;
            set local role pg_database_owner;
            """,
            "drop schema other;")
        .revision(
            "002_b",
            """
            create table b as select current_user = session_user as ours,
              current_setting('search_path') as path, current_setting('statement_timeout') as timeout,
              current_setting('lock_timeout') as lock_timeout, '\\' as backslash,
              (select count(*) from pg_cursors where name = 'c') as cursors;
            """,
            "drop table b;");

    project.migrate("upgrade", "--atomic", "--lock-timeout", "3s").exits(0);

    assertEquals(
        "t|\"$user\", public|0|3s|\\|0", project.query("select * from public.b"), "what 002 found");
    project.migrate("downgrade", "base", "--atomic").exits(0);
  }

  @Test
  void constraintsAreCheckedAndAsDeclaredWhenTheNextFileBegins() {
    project
        .revision(
            "001_a",
            """
            create table a (id int primary key, other int references a deferrable initially deferred);
            insert into a values (1, 2), (2, null);
            """,
            "drop table a;")
        .revision("002_b", "alter table a add note text;", "alter table a drop note;")
        .revision(
            "003_c",
            """
            insert into a values (3, 4);
            insert into a values (4, null);
            create table c (id int references a deferrable initially deferred);
            insert into c values (5);
            insert into a values (5, null);
            """,
            "drop table c; delete from a where id > 2;");

    project.migrate("upgrade", "--atomic").exits(0);

    assertEquals("5", project.query("select count(*) from a"));
    project.revision("004_d", "insert into a values (6, 7);", "select 1;");
    project.revision("005_e", "insert into a values (7, null);", "select 1;");
    project
        .migrate("upgrade", "--atomic")
        .exits(4)
        .says("004_d.up.sql (at commit): ERROR 23503")
        .says("Now at 003; 004 was rolled back.");
  }

  @Test
  void anEnumValueThatIsNotCommittedYetIsExplained() {
    project
        .revision("001_a", "create type kind as enum ('x');", "drop type kind;")
        .revision("002_b", "alter type kind add value 'y';", "select 1;")
        .revision("003_c", "create table c as select 'y'::kind;", "drop table c;");
    project.migrate("upgrade", "001").exits(0);

    project
        .migrate("upgrade", "--atomic")
        .exits(4)
        .says("ERROR 55P04")
        .says("With --atomic the files before it have not committed");

    assertEquals("001", project.version());
    project.migrate("upgrade").exits(0);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsLookedUp() throws IOException {
    project.threeTables().migrate("upgrade", "001").exits(0);
    try (var wire = new Wire(project.url(), Wire.Harm.LOSE_ANSWER, "commit")) {
      project
          .migrate("upgrade", "--atomic", "--json", "--database-url", wire.url())
          .exits(0)
          .says("The connection broke while 003_c.up.sql ran")
          .says("Connected again: 002 to 003 were committed")
          .prints(
              "{\"from\":\"001\",\"revision\":\"003\",\"ran\":["
                  + "{\"revision\":\"002\",\"direction\":\"up\"},{\"revision\":\"003\",\"direction\":\"up\"}]}");
    }
    assertEquals("a b c", project.tables());
    assertEquals("3", project.query("select count(*) from migrator.log"));
  }

  @Test
  void filesThatDidNotReachTheServerAreToldAsRolledBack() throws IOException {
    project
        .threeTables()
        .revision("003_c", "create table c (id int); select /* cut here */ 1;", "drop table c;");
    try (var wire = new Wire(project.url(), Wire.Harm.LOSE_QUESTION)) {
      project
          .migrate("upgrade", "--atomic", "--database-url", wire.url())
          .exits(1)
          .says("Connected again: the database is at base; 001 to 003 were rolled back");
    }
    assertEquals("", project.tables());
  }

  @Test
  void sigtermTakesAllFilesBack() throws InterruptedException {
    project
        .threeTables()
        .revision("002_b", "create table b (id int); select pg_sleep(60);", "drop table b;");
    RunningMigration process =
        project.start("upgrade", "--atomic").waitFor("Running upgrade 001 -> 002");
    project.awaitSleep();

    Run run = process.terminate().end();

    assertEquals(143, run.status(), run.err());
    run.says("Interrupted; now at base; 001 to 002 were rolled back");
    assertEquals("", project.tables());
    assertEquals("", project.version());
  }

  @Test
  void fourAtOnceRunAllFilesOnce() {
    project.threeTables();
    var processes = new RunningMigration[4];
    for (int i = 0; i < processes.length; i++) {
      processes[i] = project.start("upgrade", "--atomic");
    }
    for (RunningMigration process : processes) {
      process.end().exits(0);
    }
    assertEquals("3", project.query("select count(*) from migrator.log where status = 'done'"));
  }

  @Test
  void oneInTheWayLetsAllFilesWaitAndTryAgain() throws Exception {
    project.threeTables();
    project.migrate("upgrade", "001").exits(0);
    project.revision("003_c", "alter table a add c int;", "alter table a drop c;");
    try (var reader = project.connect();
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from a");

      Run run =
          project
              .migrate("upgrade", "--atomic", "--lock-timeout", "100ms", "--retries", "2")
              .exits(7)
              .says("after 3 attempts")
              .says("Now at 001; 002 to 003 were rolled back");

      assertFalse(run.err().contains("already exists"), run.err());
    }
    project.migrate("upgrade", "--atomic").exits(0);
    assertEquals("003", project.version());
  }
}
