package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * An older release undoes what a newer one did, with the SQL that the newer one left in the log.
 */
class FromLogIT {
  @TempDir private Path folder;
  private Project project;
  private String role;

  @BeforeEach
  void aNewerReleaseWasHere() {
    project = new Project(folder);
    project
        .threeTables()
        .revision("004_d", "create table d (id int);", "-- the way back\ndrop table d;")
        .revision("005_e", "create table e (id int);", "drop table e;\n\ndrop view if exists v;");
    project.migrate().exits(0);
    forget("004_d", "005_e");
    role = "tally_" + project.query("select current_database()");
  }

  @AfterEach
  void dropRole() {
    if (!project
        .query("select count(*) from pg_roles where rolname = '" + role + "'")
        .equals("0")) {
      project.execute("drop owned by " + role + "; drop role " + role);
    }
  }

  private void forget(String... names) {
    try {
      for (String name : names) {
        Files.delete(folder.resolve(name + ".up.sql"));
        Files.delete(folder.resolve(name + ".down.sql"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoeverLooksIsToldOfIt() {
    for (String command : new String[] {"current", "status", "upgrade", "downgrade -1"}) {
      project
          .migrate(command.split(" "))
          .exits(3)
          .says("The database is at 005, later than these files, which end at 003")
          .says("`migrate downgrade 003 --from-log`");
    }
  }

  @Test
  void withoutAYesTheSqlIsShownAndNothingIsRun() {
    project
        .migrate("downgrade", "003", "--from-log")
        .exits(3)
        .prints(
            """
            -- 005 -> 004, from migrator.log
            drop table e;

            drop view if exists v;

            -- 004 -> 003, from migrator.log
            -- the way back
            drop table d;""")
        .says("`migrate downgrade 003 --from-log --yes`");

    assertEquals("005", project.version());
    assertEquals("a b c d e", project.tables());
  }

  @Test
  void withAYesItIsShownAndRunAndWrittenDownAsAnyOtherDowngrade() {
    Run run =
        project
            .migrate("downgrade", "003", "--from-log", "--yes")
            .exits(0)
            .says("Running downgrade 004 -> 003, from the log");

    assertTrue(run.out().contains("-- the way back\ndrop table d;"), run.out());
    assertEquals("003", project.version());
    assertEquals("a b c", project.tables());
    assertEquals(
        "005|down|done|004|drop table e;\n\ndrop view if exists v;\n"
            + "004|down|done|003|-- the way back\ndrop table d;",
        project.query(
            "select revision, direction, status, version_to, down_sql from migrator.log"
                + " where direction = 'down' order by id"));
    assertEquals(
        "1",
        project.query("select count(distinct sha256_up) from migrator.log where revision = '004'"));
    project.migrate("check").exits(0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onATerminalItAsksAlsoWhereNothingIsLost() {
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project.revision("004_d", "create function f() returns int return 1;", "drop function f;");
    project.migrate().exits(0);
    forget("004_d");
    String[] command = {"downgrade", "003", "--from-log"};

    project
        .startOnTerminal(Map.of(), command)
        .type("n\n")
        .end()
        .exits(130)
        .says("drop function f;")
        .says("Nothing was run: the answer was not yes");
    assertEquals("004", project.version());
    project.startOnTerminal(Map.of(), command).type("y\n").end().exits(0);
    assertEquals("003", project.version());
  }

  @Test
  void theWayGoesOnThroughTheFilesThatAreThere() {
    project.migrate("downgrade", "001", "--from-log", "--yes", "--atomic").exits(0);

    assertEquals("001", project.version());
    assertEquals("a", project.tables());
  }

  @Test
  void itEndsWithinTheLogToo() {
    project.migrate("downgrade", "-1", "--from-log", "--yes").exits(0);
    assertEquals("004", project.version());

    project
        .migrate("downgrade", "base", "--from-log", "--yes", "--json")
        .exits(0)
        .prints(
            "{\"from\":\"004\",\"revision\":null,\"ran\":[{\"revision\":\"004\",\"direction\":\"down\"},"
                + "{\"revision\":\"003\",\"direction\":\"down\"},{\"revision\":\"002\",\"direction\":\"down\"},"
                + "{\"revision\":\"001\",\"direction\":\"down\"}]}");
    assertEquals("", project.tables());
  }

  @Test
  void idsThatAreNoNumbersAreFoundByTheLogAlone() {
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project
        .revision("004_x", "-- migrate: revision e0f1\ncreate table x ();", "drop table x;")
        .revision("005_y", "-- migrate: revision 77aa\ncreate table y ();", "drop table y;");
    project.migrate().exits(0);
    forget("004_x", "005_y");
    project.revision("004_other", "create table other ();", "drop table other;");

    project.migrate("current").exits(3).says("`migrate downgrade REV --from-log`");
    project.migrate("downgrade", "e0f1", "--from-log", "--yes").exits(0);
    assertEquals("e0f1", project.version());
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project.migrate().exits(0);
    assertEquals("a b c other", project.tables());
  }

  @Test
  void anIrreversibleRevisionIsRefusedBeforeAnythingRuns() {
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project
        .revision("004_d", "create table d ();", "-- migrate: irreversible the rows are gone")
        .revision("005_e", "create table e ();", "drop table e;");
    project.migrate().exits(0);
    forget("004_d", "005_e");

    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(5)
        .says("004 cannot be undone: the rows are gone");

    assertEquals("005", project.version());
    project.migrate("downgrade", "004", "--from-log", "--yes").exits(0);
  }

  @Test
  void whatStoodInAFileWithoutATransactionRunsWithoutOneAndGoesOnWhereItStopped() {
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project.revision(
        "004_i",
        "-- migrate: no-transaction\ncreate index concurrently i on a (id);",
        "-- migrate: no-transaction\ndrop index concurrently i;\nselect 1 / count(*) from b;\n");
    project.migrate().exits(0);
    forget("004_i");

    project.migrate("downgrade", "003", "--from-log", "--dry-run").exits(8).says("004.down.sql");
    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(11)
        .says("migrator.log/004.down.sql:3:1: ERROR 22012");
    assertEquals("0", project.query("select count(*) from pg_class where relname = 'i'"));
    project.execute("insert into b values (1)");
    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(0)
        .says("Resuming at statement 2 of 2");
    assertEquals("003", project.version());
  }

  @Test
  void theWayAroundAFileWithoutATransactionLeadsThroughTheLogToo() {
    project.revision(
        "004_d",
        "create table d2 (id int);",
        "-- migrate: no-transaction\ndrop table d2;\nselect 1;");
    project.execute("delete from migrator.log where revision in ('004', '005')");
    project.execute("drop table d, e; update alembic_version set version_num = '003'");
    project.migrate().exits(0);
    forget("004_d");

    project
        .migrate("downgrade", "003", "--from-log", "--dry-run")
        .exits(8)
        .says("Run it by itself first: `migrate downgrade 003 --from-log`");
  }

  @Test
  void aDryRunNeedsNoYes() {
    Run run = project.migrate("downgrade", "002", "--from-log", "--dry-run").exits(0);

    assertTrue(run.out().contains("migrator.log/005.down.sql:1: drop table e"), run.out());
    assertEquals("a b c d e", project.tables());
  }

  @Test
  void whereTheFilesKnowTheVersionTheLogIsNotAsked() {
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
    project.execute("update migrator.log set database_user = 'somebody'");

    project.migrate("downgrade", "002", "--from-log").exits(0).prints("");
  }

  @Test
  void aRowThatSomebodyElseHasWrittenIsRefused() {
    project.execute("update migrator.log set database_user = 'mallory' where revision = '004'");

    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(3)
        .says("The SQL that undoes 004 was put into migrator.log by mallory, not by its owner")
        .says("Nothing was run")
        .prints("");

    assertEquals("a b c d e", project.tables());
  }

  @Test
  void aRowThatWasChangedIsRefused() {
    project.execute("update migrator.log set down_sql = 'drop table a' where revision = '004'");

    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(3)
        .says("The SQL that undoes 004 was changed in migrator.log");
  }

  @Test
  void whereOthersMayWriteTheLogAnAuthorsNameProvesNothing() {
    project.execute("create role " + role);
    for (String grant :
        new String[] {
          "insert on migrator.log", "update (down_sql) on migrator.log", "trigger on migrator.log"
        }) {
      project.execute("grant " + grant + " to " + role);

      project
          .migrate("downgrade", "003", "--from-log", "--yes")
          .exits(3)
          .says("migrator.log can be written by " + role + " too: revoke that");

      project.execute("revoke " + grant + " from " + role);
    }
    project.execute("grant pg_write_all_data to " + role);
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(3);
    project.execute("revoke pg_write_all_data from " + role);
    project.execute("grant select on migrator.log to " + role);
    project.migrate("downgrade", "003", "--from-log", "--yes").exits(0);
  }

  @Test
  void aLogThatIsNotOursIsNotRun() {
    project.execute("create role " + role);
    project.execute("grant usage, create on schema migrator to " + role);
    project.execute("alter table migrator.log owner to " + role);

    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(3)
        .says("migrator.log belongs to " + role)
        .says("connect as that");

    assertEquals("005", project.version());
  }

  @Test
  void whatWasStampedOrGoesInACircleIsNotKnown() {
    project.execute("update alembic_version set version_num = '006'");
    project
        .migrate("downgrade", "003", "--from-log", "--yes")
        .exits(3)
        .says("migrator.log does not tell how to undo 006");

    project.execute("update alembic_version set version_num = '005'");
    project.execute("update migrator.log set version_from = '005' where revision = '004'");
    Run run = project.migrate("downgrade", "003", "--from-log", "--yes").exits(3);
    assertFalse(run.err().contains("Running"), run.err());
  }

  @Test
  void itIsForRunningAndNotForPrinting() {
    project
        .migrate("downgrade", "005:003", "--from-log", "--sql")
        .exits(2)
        .says("--sql prints what the files would run: leave out --from-log");
    project.migrate("upgrade", "--from-log").exits(2).says("has no option --from-log");
  }
}
