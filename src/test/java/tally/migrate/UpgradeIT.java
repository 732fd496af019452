package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upgrade and downgrade on a real database. */
class UpgradeIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void withoutACommandItUpgradesToHead() {
    project.threeTables();

    project.migrate().exits(0).says("Running upgrade 002 -> 003, c").prints("");

    assertEquals("a b c", project.tables());
    assertEquals("003", project.version());
  }

  @Test
  void everyKindOfRevisionLeadsToItsPlace() {
    project.threeTables();

    project.migrate("upgrade", "+1").exits(0);
    assertEquals("001", project.version());
    project.migrate("upgrade", "001+2").exits(0);
    assertEquals("003", project.version());
    project.migrate("downgrade", "-2").exits(0);
    assertEquals("001", project.version());
    project.migrate("upgrade", "head-1").exits(0);
    assertEquals("002", project.version());
    project.migrate("downgrade", "base").exits(0);
    assertEquals("", project.version());
    assertEquals("", project.tables());
  }

  @Test
  void anAmbiguousBeginningOfAnIdListsTheCandidates() {
    project.threeTables();

    project
        .migrate("upgrade", "00")
        .exits(3)
        .prints("FAILED: Multiple revisions start with '00': '001', '002', '003'");
  }

  @Test
  void anUpgradeToAnEarlierRevisionSaysSo() {
    project.threeTables();
    project.migrate().exits(0);

    project.migrate("upgrade", "001").exits(0).prints("").says("later than 001");

    assertEquals("003", project.version());
  }

  @Test
  void aFailingStatementLeavesExactlyTheFilesBeforeIt() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision(
            "002_b",
            "create table b (id int);\n\ninsert into b\n  values (1), ('ä', nonsense);\n",
            "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;");

    Run run = project.migrate().exits(4);

    run.says("002_b.up.sql:4:21: ERROR 42703 column \"nonsense\" does not exist");
    run.says(
        "  3 | insert into b\n  4 |   values (1), ('ä', nonsense)\n    |                     ^");
    run.says("Now at 001; 002 was rolled back.");
    assertEquals("a", project.tables());
    assertEquals("001", project.version());
    assertEquals(
        "001|done\n002|failed",
        project.query("select revision, status from migrator.log order by id"));
  }

  @Test
  void theFirstOfManyStatementsIsToldFromTheLast() {
    project.revision(
        "001_a",
        "create table a (id int);\n".repeat(1)
            + "insert into a values (1);\n".repeat(600)
            + "  select 1/0;\n"
            + "insert into a values (1);\n".repeat(600),
        "drop table a;");

    project.migrate().exits(4).says("001_a.up.sql:602:3: ERROR 22012 division by zero");

    assertEquals("", project.tables());
  }

  @Test
  void anErrorAtCommitIsRolledBackToo() {
    project.revision(
        "001_a",
        "create table a (id int primary key, other int references a deferrable initially deferred);"
            + "insert into a values (1, 2);",
        "drop table a;");

    project
        .migrate()
        .exits(4)
        .says("001_a.up.sql (at commit): ERROR 23503")
        .says("Now at base; 001 was rolled back.");

    assertEquals("", project.tables());
    assertEquals("", project.version());
  }

  @Test
  void anIrreversibleStepIsRefusedBeforeAnythingRuns() {
    project
        .threeTables()
        .revision("004_d", "delete from a;", "-- migrate: irreversible the rows are gone")
        .revision("005_e", "create table e (id int);", "drop table e;");
    project.migrate().exits(0);

    project
        .migrate("downgrade", "base")
        .exits(5)
        .says("004 cannot be undone: the rows are gone")
        .says("restore from a backup taken before 004");

    assertEquals("005", project.version());
    assertEquals("a b c e", project.tables());
  }

  @Test
  void whatAFileSetsForItselfDoesNotReachTheNext() {
    project
        .revision(
            "001_a",
            """
            create schema elsewhere authorization pg_database_owner;
            set search_path = elsewhere;
            set lock_timeout = 1234;
            set role pg_database_owner;
            set default_transaction_read_only = on;
            create table a (id int);
            """,
            "drop table elsewhere.a; drop schema elsewhere;")
        .revision(
            "002_b",
            """
            create table b as select current_schema() as schema, current_user = session_user as me,
              current_setting('lock_timeout') as lock_timeout;
            """,
            "drop table b;");

    project.migrate().exits(0);

    assertEquals("public|t|2s", project.query("select * from public.b"));
    assertEquals("002", project.version());
    project.migrate("downgrade", "base").exits(0);
  }

  @Test
  void rowsOfACopyAreBroughtIn() {
    project.revision(
        "001_a",
        "create table a (id int, name text);\ncopy a from stdin;\n1\tann\n2\t\\N\n\\.\n"
            + "insert into a values (3, 'eve');",
        "drop table a;");

    project.migrate().exits(0);

    assertEquals("1|ann\n2|null\n3|eve", project.query("select * from a order by id"));
  }

  @Test
  void aFailingCopyIsRolledBack() {
    project.revision(
        "001_a", "create table a (id int);\ncopy a from stdin;\n1\nx\n\\.\n", "drop table a;");

    project.migrate().exits(4).says("001_a.up.sql:2:1: ERROR 22P02").says("COPY a, line 2");

    assertEquals("", project.tables());
  }

  @Test
  void whatTheServerParsesAsOneStatementIsSentAsOne() {
    project.revision(
        "001_a",
        """
        create table a (id int, note text default '{fn now()} ? :x');
        create table log (id int);
        create rule also_log as on insert to a do also (insert into log values (new.id); select 1);
        create function f() returns int language sql begin atomic
          select 1; select case when true then 2 end; end;
        insert into a (id) values (f());
        """,
        "drop function f; drop table a, log;");

    project.migrate().exits(0);

    assertEquals("2|{fn now()} ? :x|2", project.query("select a.*, log.id from a, log"));
  }

  @Test
  void aChangedUpFileIsRefusedAlsoAtHead() {
    project.threeTables();
    project.migrate().exits(0);
    project.file("002_b.up.sql", "create table b (id bigint);");

    project.migrate().exits(8).says("002_b.up.sql");

    project.file("002_b.up.sql", "create table b (id int);").migrate().exits(0);
  }

  @Test
  void aChangedDownFileOnlyWarns() {
    project.threeTables();
    project.migrate().exits(0);
    project.file("003_c.down.sql", "drop table if exists c;");

    project.migrate("downgrade", "-1").exits(0).says("Warning: 003_c.down.sql");

    project.file("003_c.up.sql", "create table c (id bigint);").migrate().exits(0);
  }

  @Test
  void aFileThatComesLateIsRefused() {
    project
        .revision("001_a", "-- migrate: revision aa\ncreate table a (id int);", "drop table a;")
        .revision("002_b", "-- migrate: revision bb\ncreate table b (id int);", "drop table b;");
    project.migrate().exits(0);
    assertTrue(
        folder.resolve("002_b.up.sql").toFile().renameTo(folder.resolve("003_b.up.sql").toFile()));
    assertTrue(
        folder
            .resolve("002_b.down.sql")
            .toFile()
            .renameTo(folder.resolve("003_b.down.sql").toFile()));
    project.revision("002_late", "create table late (id int);", "drop table late;");

    project.migrate().exits(3).says("002 came late");
  }

  @Test
  void aDatabaseOfALaterReleaseIsLeftAlone() {
    project.threeTables();
    project.migrate().exits(0);
    project.execute("update alembic_version set version_num = '007'");

    project
        .migrate()
        .exits(3)
        .prints("FAILED: Can't locate revision identified by '007'")
        .says("later than these files");
    project.migrate("current").exits(3);
    assertEquals("007", project.version());
  }

  @Test
  void severalVersionsAtOnceAreRefusedUntilPurged() {
    project.threeTables();
    project.migrate().exits(0);
    project.execute("insert into alembic_version values ('001')");

    project.migrate().exits(3).says("2 rows");
    project.migrate("stamp", "head").exits(3);
    project.migrate("stamp", "--purge", "head").exits(0);

    assertEquals("003", project.version());
  }

  @Test
  void whatReadsCreatesNothing() {
    project.threeTables();

    for (String command :
        new String[] {"current", "status", "history -i", "heads", "show current"}) {
      project.migrate(command.split(" "));
    }

    assertEquals(
        "0", project.query("select count(*) from pg_class where relname = 'alembic_version'"));
    assertEquals(
        "0", project.query("select count(*) from pg_namespace where nspname = 'migrator'"));
  }

  @Test
  void everyAttemptIsInTheLog() {
    project.threeTables();
    project.migrate("upgrade", "002").exits(0);
    project.migrate("downgrade", "-1").exits(0);
    project.migrate("stamp", "head").exits(0);

    assertEquals(
        """
        001|up|done|null|001|64|drop table a;
        002|up|done|001|002|64|drop table b;
        002|down|done|002|001|64|drop table b;
        003|stamp|done|001|003|null|null""",
        project.query(
            "select revision, direction, status, version_from, version_to, length(sha256_up),"
                + " down_sql from migrator.log order by id"));
    assertFalse(project.query("select host from migrator.log").contains("null"));
  }

  @Test
  void aRoleThatMayNotCreateASchemaMigratesWithoutALog() {
    project.threeTables();
    String url = project.url() + "?options=-c%20role%3Dpg_database_owner";

    project.migrate("--database-url", url).exits(0).says("Warning: Our role may not keep the log");

    assertEquals("003", project.version());
    assertEquals(
        "0", project.query("select count(*) from pg_namespace where nspname = 'migrator'"));
    project.migrate("--database-url", url).exits(0);
    project.migrate("--database-url", url, "downgrade", "base").exits(0);
  }

  @Test
  void aRoleThatMayNotWriteTheVersionIsRefusedBeforeAnythingRuns() {
    project
        .threeTables()
        .revision("002_b", "-- migrate: no-transaction\ncreate table b ();", "drop table b;");
    String url = project.url() + "?options=-c%20role%3Dpg_database_owner";
    project.migrate("--database-url", url, "upgrade", "001").exits(0);
    project.execute("revoke insert, update on alembic_version from pg_database_owner");

    project
        .migrate("--database-url", url)
        .exits(3)
        .says("Our role may not write public.alembic_version. Nothing was run");

    assertEquals("a", project.tables());
  }

  @Test
  void twoProjectsShareADatabase() {
    project.threeTables();
    project.execute("create schema other");

    project.migrate("upgrade", "001").exits(0);
    project.migrate("downgrade", "base").exits(0);
    project
        .migrate(
            "upgrade", "001", "--version-table", "Ver\"sion", "--version-table-schema", "other")
        .exits(0);

    project.migrate("current").exits(0).prints("");
    project
        .migrate("current", "--version-table", "Ver\"sion", "--version-table-schema=other")
        .exits(0)
        .prints("001");
    assertEquals(
        "alembic_version|2\nVer\"sion|1",
        project.query(
            "select version_table, count(*) from migrator.log group by 1 order by 2 desc"));
  }
}
