package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --dry-run} everything runs and nothing stays. */
class DryRunIT {
  private static final String ALL =
      "select (select string_agg(n.nspname || '.' || c.relname || c.relfilenode::text, ' ' order by c.oid)"
          + " from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid >= 16384),"
          + " (select string_agg(nspname, ' ' order by oid) from pg_namespace)";

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @AfterEach
  void noLockIsLeft() {
    assertEquals(
        "0",
        project.query(
            "select count(*) from pg_locks where locktype = 'advisory' and database ="
                + " (select oid from pg_database where datname = current_database())"));
  }

  @Test
  void onAnEmptyDatabaseNothingIsMadeNotEvenTheVersionTable() {
    project.threeTables();
    String before = project.query(ALL);

    Run run = project.migrate("upgrade", "--dry-run").exits(0).says("Running upgrade 002 -> 003");

    assertEquals(before, project.query(ALL));
    List<String> lines = run.out().lines().map(DryRunIT::withoutTime).toList();
    assertEquals(
        List.of(
            "001_a.up.sql:1: create table a (id int)  (_)",
            "002_b.up.sql:1: create table b (id int)  (_)",
            "003_c.up.sql:1: create table c (id int)  (_)",
            "",
            "3 statements, _",
            "Nothing was changed: the database is at base"),
        lines);
  }

  private static String withoutTime(String line) {
    return line.replaceAll("[0-9]+m?s\\b", "_");
  }

  /** Two tables with rows, and what locks and rewrites them. */
  private void twoTablesInUse() {
    project
        .revision(
            "001_a",
            "create table a (id int primary key); create table b (a_id int, n int);"
                + " insert into a select generate_series(1, 100);",
            "drop table b, a;")
        .revision(
            "002_b",
            """
            alter table a add note text;
            select count(*) from a;

            alter table b
              add foreign key (a_id) references a;
            """,
            "alter table b drop constraint b_a_id_fkey; alter table a drop note;")
        .revision(
            "003_c",
            """
            update a set note = 'x';
            create index on b (n);
            alter table a alter id type bigint;
            truncate b;
            create table c (id int);
            alter table c add n int;
            """,
            "drop table c;");
    project.migrate("upgrade", "001").exits(0);
  }

  @Test
  void eachStatementTellsItsTimeAndTheLocksThatItTookFirst() {
    twoTablesInUse();
    String before = project.query(ALL);

    Run run = project.migrate("upgrade", "--dry-run").exits(0);

    assertEquals(before, project.query(ALL));
    assertEquals("001", project.version());
    assertEquals("1", project.query("select count(*) from migrator.log"));
    assertEquals(
        """
        002_b.up.sql:1: alter table a add note text  (_)
            ACCESS EXCLUSIVE on a (blocks reads and writes)
        002_b.up.sql:2: select count(*) from a  (_)
        002_b.up.sql:4: alter table b add foreign key (a_id) references a  (_)
            SHARE ROW EXCLUSIVE on b (blocks writes)
        003_c.up.sql:1: update a set note = 'x'  (_)
        003_c.up.sql:2: create index on b (n)  (_)
        003_c.up.sql:3: alter table a alter id type bigint  (_)
            ACCESS EXCLUSIVE on b (blocks reads and writes)
            rewrites a
        003_c.up.sql:4: truncate b  (_)
        003_c.up.sql:5: create table c (id int)  (_)
        003_c.up.sql:6: alter table c add n int  (_)

        9 statements, _
            ACCESS EXCLUSIVE on a (blocks reads and writes)
            ACCESS EXCLUSIVE on b (blocks reads and writes)
        Nothing was changed: the database is at 001""",
        withoutTime(run.out().stripTrailing()));
  }

  @Test
  void theTimeOfAStatementIsItsOwn() {
    project.revision("001_a", "select pg_sleep(0.3);\nselect 1;", "select 1;");

    Run run = project.migrate("upgrade", "--dry-run", "--json").exits(0);

    JsonNode dryRun = Answers.check("upgrade", run).path("dryRun");
    long first = dryRun.at("/statements/0/durationMs").asLong();
    long second = dryRun.at("/statements/1/durationMs").asLong();
    assertTrue(first >= 300 && second < first, run.out());
    assertEquals(first + second, dryRun.path("durationMs").asLong());
  }

  @Test
  void asJsonItIsOneValue() {
    twoTablesInUse();

    Run run = project.migrate("upgrade", "002", "--dry-run", "--json").exits(0);

    Answers.check("upgrade", run);
    assertEquals(
        "{\"from\":\"001\",\"revision\":\"001\",\"ran\":[],\"dryRun\":{\"to\":\"002\",\"durationMs\":_,\"statements\":["
            + "{\"file\":\"002_b.up.sql\",\"line\":1,\"sql\":\"alter table a add note text\","
            + "\"durationMs\":_,\"locks\":[{\"table\":\"a\",\"mode\":\"ACCESS EXCLUSIVE\","
            + "\"blocks\":\"reads and writes\"}],\"rewrites\":[]},"
            + "{\"file\":\"002_b.up.sql\",\"line\":2,\"sql\":\"select count(*) from a\","
            + "\"durationMs\":_,\"locks\":[],\"rewrites\":[]},"
            + "{\"file\":\"002_b.up.sql\",\"line\":4,"
            + "\"sql\":\"alter table b\\n  add foreign key (a_id) references a\","
            + "\"durationMs\":_,\"locks\":[{\"table\":\"b\",\"mode\":\"SHARE ROW EXCLUSIVE\","
            + "\"blocks\":\"writes\"}],\"rewrites\":[]}],"
            + "\"locks\":[{\"table\":\"a\",\"mode\":\"ACCESS EXCLUSIVE\",\"blocks\":\"reads and"
            + " writes\"},{\"table\":\"b\",\"mode\":\"SHARE ROW EXCLUSIVE\",\"blocks\":\"writes\"}]}}",
        run.out().stripTrailing().replaceAll("\"durationMs\":[0-9]+", "\"durationMs\":_"));
  }

  @Test
  void aDowngradeIsTriedToo() {
    project.threeTables().migrate().exits(0);

    project.migrate("downgrade", "base", "--dry-run").exits(0).says("Running downgrade 001 -> ");

    assertEquals("a b c", project.tables());
    assertEquals("003", project.version());
  }

  @Test
  void atHeadThereIsNothingToRun() {
    project.threeTables().migrate().exits(0);

    project
        .migrate("upgrade", "--dry-run")
        .exits(0)
        .prints("Nothing to run: the database is at 003");
    project
        .migrate("upgrade", "--dry-run", "--json")
        .exits(0)
        .prints(
            "{\"from\":\"003\",\"revision\":\"003\",\"ran\":[],\"dryRun\":{\"to\":\"003\",\"durationMs\":0,"
                + "\"statements\":[],\"locks\":[]}}");
  }

  @Test
  void aFailingStatementIsReportedAsEverAndNothingIsWritten() {
    project
        .threeTables()
        .revision("003_c", "create table c (id int);\nselect nonsense;", "drop table c;");
    project.migrate("upgrade", "001").exits(0);

    Run run =
        project
            .migrate("upgrade", "--dry-run")
            .exits(4)
            .says("003_c.up.sql:2:8: ERROR 42703")
            .says("Now at 001; nothing was changed: this was a dry run.");

    assertTrue(run.out().contains("002_b.up.sql:1: create table b"), run.out());
    assertEquals("a", project.tables());
    assertEquals("1", project.query("select count(*) from migrator.log"));
  }

  @Test
  void whatWouldFailAtTheCommitOfAFileFails() {
    project
        .revision(
            "001_a",
            "create table a (id int primary key, o int references a deferrable initially deferred);"
                + " insert into a values (1, 2);",
            "drop table a;")
        .revision("002_b", "insert into a values (2, null);", "select 1;");

    project.migrate("upgrade", "--dry-run").exits(4).says("001_a.up.sql (at commit): ERROR 23503");
  }

  @Test
  void aVersionThatAFileMovesItselfIsNoticed() {
    project
        .threeTables()
        .revision("002_b", "update alembic_version set version_num = 'x';", "select 1;");

    project.migrate("upgrade", "--dry-run").exits(3).says("was changed by something else");
  }

  @Test
  void aFileOutsideOfATransactionIsRefusedBeforeAnythingRuns() {
    project
        .threeTables()
        .revision(
            "004_i",
            "-- migrate: no-transaction\ncreate index concurrently i on a (id);",
            "drop index i;");

    project
        .migrate("upgrade", "--dry-run")
        .exits(8)
        .says("004_i.up.sql runs outside of a transaction, which --dry-run needs")
        .says("`migrate upgrade 003 --dry-run`")
        .prints("");
  }

  @Test
  void copiedRowsAreTriedToo() {
    project.revision(
        "001_a", "create table a (id int);\ncopy a from stdin;\n1\n2\n\\.\n", "drop table a;");

    Run run = project.migrate("upgrade", "--dry-run").exits(0);

    assertTrue(run.out().contains("001_a.up.sql:2: copy a from stdin"), run.out());
    assertEquals("", project.tables());
  }

  @Test
  void whileItRunsNoMigrationDoesAndSigtermRollsItBack() throws InterruptedException {
    project.revision("001_a", "create table a (id int); select pg_sleep(60);", "drop table a;");
    RunningMigration process =
        project.start("upgrade", "--dry-run").waitFor("Running upgrade  -> 001");
    project.awaitSleep();

    project
        .migrate("upgrade", "--lock-wait", "200ms")
        .exits(7)
        .says("Another migration has the lock");
    Run run = process.terminate().end();

    assertEquals(143, run.status(), run.err());
    run.says("Interrupted; now at base; nothing was changed: this was a dry run");
    assertEquals("", project.tables());
    assertEquals(
        "0", project.query("select count(*) from pg_namespace where nspname = 'migrator'"));
  }

  @Test
  void itWaitsForALockNoLongerThanARealRunWould() throws Exception {
    project.threeTables().migrate("upgrade", "001").exits(0);
    project.revision("002_b", "alter table a add b int;", "alter table a drop b;");
    try (var reader = project.connect();
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from a");

      project
          .migrate("upgrade", "--dry-run", "--lock-timeout", "100ms", "--retries", "1")
          .exits(7)
          .says("retry 1 of 1")
          .says("nothing was changed: this was a dry run, after 2 attempts");
    }
  }

  @Test
  void aConnectionThatBreaksHasChangedNothing() throws Exception {
    project
        .threeTables()
        .revision("002_b", "create table b (id int); select /* cut here */ 1;", "drop table b;");
    try (var wire = new Wire(project.url(), Wire.Harm.LOSE_QUESTION)) {
      project
          .migrate("upgrade", "--dry-run", "--database-url", wire.url())
          .exits(1)
          .says("The connection broke while 002_b.up.sql ran")
          .says("nothing was changed: this was a dry run");
    }
    assertEquals("", project.tables());
  }
}
