package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the statements of a file reach the server. */
class StatementsIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void aFileMayDeallocateByDynamicSqlAndTheNextOnesGoOn() {
    String deallocates = "do $$ begin execute 'deal' || 'locate all'; end $$;";
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "create table b (id int); " + deallocates, "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;" + deallocates)
        .revision("004_d", "create table d (id int);" + deallocates, deallocates);

    Run run = project.migrate("upgrade").exits(0);

    assertEquals(4, run.err().lines().count(), run.err());
    assertEquals("a b c d", project.tables());
    project.execute("drop table d");
    project.migrate("downgrade", "base").exits(0);
    String failed = "select count(*) from migrator.log where status = 'failed'";
    assertEquals("0", project.query(failed));
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

  /** More than the network's buffers hold, in both directions. */
  @Test
  void aLongFileWhoseStatementsAnswerALotComesToItsEnd() {
    String insert = "insert into a values ('" + "x".repeat(100_000) + "');\n";
    project.revision(
        "001_a",
        "create table a (note text);\nselect repeat('y', 1000) from generate_series(1, 20000);\n"
            + insert.repeat(200),
        "drop table a;");

    Run run = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> project.migrate());

    run.exits(0);
    assertEquals("200", project.query("select count(*) from a"));
  }

  @Test
  void aLongFileThatFailsAtItsEndIsRolledBack() {
    project.revision(
        "001_a",
        "create table a (note text);\n" + "insert into a values ('x');\n".repeat(2000) + "oops;",
        "drop table a;");

    project
        .migrate()
        .exits(4)
        .says("001_a.up.sql:2002:1: ERROR 42601")
        .says("Now at base; 001 was rolled back.");

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
  void aFileMayDropWhatIsPrepared() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "prepare b as select 1;\nDEALLOCATE all;", "select 1;")
        .revision("003_c", "create table c (id int);", "drop table c;");

    project.migrate().exits(0);

    assertEquals("003", project.query("select version_num from alembic_version"));
  }

  @Test
  void whatASessionKeepsDoesNotReachTheNextFile() {
    String keeps =
        """
        prepare kept as select 1;
        create temp table kept_rows (id int);
        declare kept_open cursor with hold for select 1;
        """;
    for (String name : new String[] {"001_a", "002_b", "003_c"}) {
      project.revision(name, keeps, "select 1;");
    }

    project.migrate().exits(0);

    assertEquals("003", project.version());
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
  void aWarningOfTheServerIsAlwaysShownAndANoticeWithVerbose() {
    project.revision(
        "001_a",
        """
        do $$ begin
          raise warning 'careful, % things', 3;
          raise notice 'by the way';
        end $$;
        drop table if exists nowhere;
        """,
        "select 1;");

    assertEquals(
        "Running upgrade  -> 001, a\nWarning: 001_a.up.sql: careful, 3 things\n",
        project.migrate("upgrade").exits(0).err());
    project.migrate("downgrade", "base").exits(0);
    assertEquals(
        "Warning: 001_a.up.sql: careful, 3 things\n",
        project.migrate("upgrade", "--quiet").exits(0).err());
    project.migrate("downgrade", "base").exits(0);
    project.migrate("upgrade", "--verbose").exits(0).says("  by the way\n").says("nowhere");
  }
}
