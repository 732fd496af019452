package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestPostgres;
import tally.migrate.state.VersionTable;

/** The one screen, in every state a database can be in. */
class StatusIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void makeProject() {
    project = new Project(folder).threeTables();
  }

  /** Without the address, and what is never the same. */
  private String status(int exit) {
    return project
        .migrate("status")
        .exits(exit)
        .out()
        .replaceFirst("^Database  postgresql://.*\n", "")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "AT")
        .replaceAll("  \\d+ms  by .*", "  MS  by US");
  }

  @Test
  void beforeTheFirstMigration() {
    assertEquals(
        """
        Revision  base, never migrated, 3 pending

        Pending, next first
          001  a
          002  b
          003  c
        """,
        status(0));
  }

  @Test
  void whoAppliedWhatAndWhatIsKnownOfIt() {
    project.execute("create table alembic_version (version_num varchar(32) not null primary key)");
    project.execute("insert into alembic_version values ('001')");
    project.execute("create table a (id int)");
    assertEquals(
        """
        Revision  001, 2 pending

        Applied, newest first
          001  a  not in the log

        Pending, next first
          002  b
          003  c
        """,
        status(0));

    project.migrate("upgrade").exits(0);
    assertEquals(
        """
        Revision  003 (head)

        Applied, newest first
          003  c  AT  MS  by US
          002  b  AT  MS  by US
          001  a  not in the log
        """,
        status(0));
  }

  @Test
  void aLogThatOurRoleMayNotReadIsNotTakenForNoLog() {
    project.migrate("upgrade").exits(0);
    project.execute("drop role if exists status_reader");
    project.execute("create role status_reader login password 'status'");
    project.execute("grant select on alembic_version to status_reader");
    try {
      String url = project.url().replaceFirst("//[^@]*@", "//status_reader:status@");
      String shown = project.migrate(new Jdbc(url), "status").exits(0).out();
      assertTrue(
          shown.endsWith(
              """
              Revision  003 (head)
              Log       not readable to our role: who applied what is not known

              Applied, newest first
                003  c
                002  b
                001  a
              """),
          shown);
    } finally {
      project.execute("drop owned by status_reader");
      project.execute("drop role status_reader");
    }
  }

  @Test
  void theLastFailureAndWhereAFileStopped() {
    project.file("002_b.up.sql", "create table b (id nothing);");
    project.migrate("upgrade").exits(4);
    assertTrue(
        status(0)
            .startsWith(
                """
                Revision  001, 2 pending
                Failed    002 up, the last attempt, AT: 002_b.up.sql:1:20: ERROR 42704"""),
        status(0));
  }

  @Test
  void whatTheLogKnowsOfAVersionTableThatIsEmptyOrGone() {
    project.migrate("upgrade").exits(0);
    project.migrate("downgrade", "base").exits(0);
    assertTrue(status(0).startsWith("Revision  base, 3 pending\n"), status(0));
    project.migrate("upgrade", "002").exits(0);

    project.execute("delete from alembic_version");
    assertTrue(
        status(0)
            .startsWith(
                "Revision  base (the version table is empty, though the log has it at 002 last: see"
                    + " `migrate log`), 3 pending\n"),
        status(0));
    project.execute("drop table alembic_version");
    assertTrue(status(0).startsWith("Revision  base (no version table, though"), status(0));
    JsonNode status = Answers.check("status", project.migrate("status", "--json").exits(0));
    assertEquals("002", status.at("/emptiedFrom").asText());
  }

  @Test
  void filesThatWereChangedAfterTheyWereApplied() {
    project.migrate("upgrade").exits(0);
    project.file("001_a.up.sql", "create table a (id bigint);");
    project.file("002_b.down.sql", "drop table b cascade;");

    String shown = status(0);
    assertTrue(shown.contains("\nChanged   001_a.up.sql, since it was applied\n"), shown);
    assertTrue(
        shown.contains("\nChanged   002_b.down.sql, since its up file was applied\n"), shown);
    JsonNode status = Answers.check("status", project.migrate("status", "--json").exits(0));
    assertEquals("[\"002_b.down.sql\"]", status.at("/changedDown").toString());
  }

  @Test
  void aFileThatStoppedHalfWay() {
    project.file(
        "002_b.up.sql", "-- migrate: no-transaction\ncreate table b (id int);\ncreate tabel d;");
    project
        .migrate("upgrade")
        .exits(11)
        .says("Now at 001; 002 stopped after statement 1 of 2 and goes on from there");
    assertTrue(
        status(0)
            .startsWith(
                """
                Revision  001, 2 pending
                Half-way  002 up, after statement 1 of 2: `migrate upgrade` goes on
                Failed    002 up, the last attempt, AT: 002_b.up.sql:3:8: ERROR 42601"""),
        status(0));
  }

  @Test
  void beforeTheFirstStatementIsNotAfterStatement0() {
    project.execute("create table x (id int); insert into x values (1), (1)");
    project.file(
        "001_a.up.sql",
        "-- migrate: no-transaction\ncreate unique index concurrently u on x (id);\nselect 1;");

    project.migrate("upgrade").exits(11).says("001 stopped before the first of 2 statements");
    assertTrue(
        status(0).contains("\nHalf-way  001 up, before the first of 2 statements: `"), status(0));
  }

  @Test
  void anInvalidIndex() throws SQLException {
    project.migrate("upgrade").exits(0);
    project.execute("insert into a values (1), (1)");
    try (Connection connection = project.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create unique index concurrently u on a (id)");
    } catch (SQLException e) {
      assertEquals("23505", e.getSQLState());
    }

    assertTrue(status(0).contains("\nInvalid   index u, which no query uses"), status(0));
  }

  @Test
  void whoIsMigratingAtThisMoment() throws SQLException {
    project.migrate("upgrade", "002").exits(0);
    try (Connection other = project.connect();
        Statement statement = other.createStatement()) {
      statement.execute("set application_name = 'tally migrate 003_c.up.sql'");
      long key = new VersionTable("public", "alembic_version").lockKey();
      statement.execute("select pg_advisory_lock(" + key + ")");

      String shown = status(0);
      assertTrue(shown.contains("\nRunning   another migration: pid "), shown);
      assertTrue(shown.contains(", tally migrate 003_c.up.sql, "), shown);
    }
  }

  @Test
  void anEncodingInWhichNothingIsMigratedIsNamed() {
    project = new Project(folder, TestPostgres.emptyDatabase("SQL_ASCII"));

    assertTrue(
        status(0).startsWith("Encoding  The encoding of this database is SQL_ASCII, which"),
        status(0));
    JsonNode status = Answers.check("status", project.migrate("status", "--json").exits(0));
    assertTrue(status.at("/encodingFault").asText().contains("SQL_ASCII"), status::toString);
  }

  @Test
  void aVersionThatTheFilesDoNotHaveIsShownAllTheSame() {
    project.migrate("upgrade", "002").exits(0);
    project.execute("update alembic_version set version_num = 'abc'");
    assertEquals(
        """
        Revision  abc, which these files do not have
        FAILED: Can't locate revision identified by 'abc'
        """,
        status(3));

    project.execute("insert into alembic_version values ('001')");
    assertEquals("Revision  several at once: abc, 001\n", status(3));
  }
}
