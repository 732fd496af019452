package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the migrator keeps in the database, and with which rights. */
class BookkeepingIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
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
  void aVersionTableMayBeCalledAlmostAnything() {
    project.threeTables();
    for (String name :
        new String[] {"$schema", "$id", "it's", "a\"b", "back\\slash", "{fn now()} ?"}) {
      for (String command :
          new String[] {
            "upgrade 002 -q", "upgrade", "status", "log", "check", "downgrade 001 --dry-run"
          }) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--version-table", name));
        project.migrate(words.toArray(String[]::new)).exits(0);
      }
      project.migrate("downgrade", "base", "--from-log", "--version-table", name).exits(0);
    }
  }

  @Test
  void aSchemaOfSomebodyElseThatIsCalledLikeOursIsNotTakenForOurs() {
    project.threeTables().execute("create schema migrator; create table migrator.log (x int)");

    for (String command : new String[] {"upgrade", "status", "log"}) {
      project
          .migrate(command)
          .exits(3)
          .says("The tables in schema migrator are not those of this program: column");
    }

    assertEquals("", project.tables());
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

  /** What upgrade says of a version table that this SQL makes; nothing may be run. */
  private void refuses(String made, String expected) {
    var other = new Project(folder).threeTables();
    other.execute(made);

    other.migrate("upgrade").exits(3).says(expected);
    other.migrate("current").exits(expected.contains("cannot be read") ? 3 : 0);

    assertEquals("0", other.query("select count(*) from pg_tables where tablename in ('a', 'b')"));
  }

  @Test
  void whatCannotBeAVersionTableIsRefusedBeforeAnythingRuns() {
    refuses(
        "create table alembic_version (version_num int)",
        "public.alembic_version cannot take a revision: column \"version_num\" is of type integer");
    refuses(
        "create view alembic_version as select '001'::varchar(32) as version_num",
        "public.alembic_version cannot take a revision: cannot delete from view");
    refuses(
        "create materialized view alembic_version as select '001'::text as version_num",
        "public.alembic_version cannot take a revision: cannot change materialized view");
    refuses(
        "create table alembic_version (version_num varchar(2))",
        "public.alembic_version cannot take a revision: value too long for type character varying");
    refuses(
        "create table alembic_version (version_num text generated always as ('001') stored)",
        "public.alembic_version cannot take a revision: cannot insert a non-DEFAULT value");
    refuses(
        "create table alembic_version (version_num text); create rule r as on update to"
            + " alembic_version do instead nothing",
        "public.alembic_version cannot take a revision: ");
    refuses(
        "create table alembic_version (version_num text);"
            + " create function f() returns trigger language plpgsql as"
            + " 'begin return null; end'; create trigger t before insert on alembic_version"
            + " for each row execute function f()",
        "public.alembic_version cannot take a revision: row security, a rule or a trigger hides");
    refuses(
        "create table x (version_num text); create index alembic_version on x (version_num)",
        "The version table alembic_version cannot be read: ");
    refuses(
        "create table alembic_version (version text)",
        "The version table alembic_version cannot be read: ");
  }

  @Test
  void aRowWithoutAVersionIsToldAndPurged() {
    project.threeTables();
    project.execute("create table alembic_version (version_num text)");
    project.execute("insert into alembic_version values (null)");

    project.migrate("upgrade").exits(3).says("Can't locate revision identified by '(a NULL)'");
    project.migrate("status").exits(3);
    project.migrate("stamp", "--purge", "base").exits(0);
    project.migrate("upgrade").exits(0);
  }

  @Test
  void aViewOfATableAndAPartitionedOneHoldAVersionToo() {
    for (String made :
        new String[] {
          "create table v (version_num varchar(40)); create view alembic_version as table v",
          "create table alembic_version (version_num text) partition by list (version_num);"
              + " create table p partition of alembic_version default"
        }) {
      var other = new Project(folder).threeTables();
      other.execute(made);
      other.migrate("upgrade").exits(0);
      assertEquals("003", other.version());
      other.migrate("downgrade", "base").exits(0);
    }
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
        .says("public.alembic_version cannot take a revision: permission denied for table");

    assertEquals("a", project.tables());
  }

  @Test
  void whatAnotherProjectRanUnderTheSameNumberIsNotTakenForOurs() {
    project.revision("001_a", "create table a (id int);", "drop table a;");
    project.migrate().exits(0);

    project.file("001_a.up.sql", "create table theirs (id int);");
    project.migrate("--version-table", "their_version").exits(0);
    project.migrate().exits(8).says("001_a.up.sql");
    project.file("001_a.up.sql", "create table a (id int);");
    project.migrate().exits(0);
    project.migrate("--version-table", "their_version").exits(8);
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
