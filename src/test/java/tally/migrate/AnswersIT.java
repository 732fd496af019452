package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.invocation.CommandName;
import tally.migrate.state.VersionTable;

/** Whatever state a database is in: with --json the answer is what the printed schema says. */
class AnswersIT {
  private static final String HALFWAY =
      """
      -- migrate: no-transaction
      create table d (id int);
      create tabel e (id int);
      """;

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void threeTablesAndNoWayBackFromTheLast() {
    project =
        new Project(folder)
            .threeTables()
            .revision("004_d", "delete from a;", "-- migrate: irreversible the rows are gone");
  }

  /** Runs what only looks, in whatever state the database is. */
  private void look() {
    for (String command : List.of("current", "status", "history", "heads", "branches", "log")) {
      Answers.check(command, project.migrate(command, "--json").exits(0));
    }
    Answers.check("history", project.migrate("history", "-i", "--json").exits(0));
    Answers.check("show", project.migrate("show", "002", "--json").exits(0));
    Answers.check("validate", project.migrate("validate", "--json").exits(0));
    Run lint = project.migrate("lint", "--database-url", project.url(), "--json");
    Answers.check("lint", lint);
  }

  @Test
  void onAnEmptyDatabase() {
    look();
    assertEquals(
        "state", Answers.error(project.migrate("check", "--json").exits(3)).at("/code").asText());
    assertFalse(
        Answers.check("status", project.migrate("status", "--json"))
            .at("/versionTable")
            .asBoolean());
    Answers.check("downgrade", project.migrate("downgrade", "base", "--json").exits(0));
  }

  @Test
  void behindAndAtHead() {
    JsonNode behind =
        Answers.check("upgrade", project.migrate("upgrade", "002", "--json").exits(0));
    assertEquals(2, behind.at("/ran").size());
    look();
    Answers.error(project.migrate("current", "--check-heads", "--json").exits(3));
    Answers.check("upgrade", project.migrate("upgrade", "--json").exits(0));
    look();
    Answers.check("check", project.migrate("check", "--json").exits(0));
    assertEquals(
        "irreversible",
        Answers.error(project.migrate("downgrade", "base", "--json").exits(5))
            .at("/code")
            .asText());
    Answers.check("stamp", project.migrate("stamp", "003", "--json").exits(0));
    Answers.check("downgrade", project.migrate("downgrade", "-1", "--json").exits(0));
    look();
  }

  @Test
  void withAFailedStatement() {
    project.file("002_b.up.sql", "create table b (id int);\ninsert into b values ('x''y');");

    JsonNode error = Answers.error(project.migrate("upgrade", "--json").exits(4));

    assertEquals("002_b.up.sql", error.at("/file").asText());
    assertEquals("insert into b values ('x''y')", error.at("/statement").asText());
    assertEquals("22P02", error.at("/sqlState").asText());
    assertEquals("Now at 001; 002 was rolled back.", error.at("/state").asText());
    look();
    JsonNode status = Answers.check("status", project.migrate("status", "--json"));
    assertEquals("002", status.at("/failed/revision").asText());
  }

  @Test
  void withAFileThatStoppedHalfWay() {
    project.file("002_b.up.sql", HALFWAY);

    JsonNode error = Answers.error(project.migrate("upgrade", "--json").exits(11));

    assertEquals("stopped-halfway", error.at("/code").asText());
    assertEquals(3, error.at("/line").asInt());
    JsonNode stopped = Answers.check("status", project.migrate("status", "--json")).at("/stopped");
    assertEquals(
        "{\"revision\":\"002\",\"direction\":\"up\",\"done\":1,\"statements\":2}",
        stopped.toString());
    look();
  }

  @Test
  void withAChangedFileAndAChangedCatalog() {
    project.migrate("upgrade").exits(0);
    project.file("001_a.up.sql", "-- Reworded.\ncreate table a (id int);");
    project.execute("alter table b add note text");

    Answers.error(project.migrate("upgrade", "--json").exits(8));
    look();
    Answers.check("check", project.migrate("check", "--json").exits(10));
    Answers.check("accept", project.migrate("accept", "001", "comment", "--json").exits(0));
    look();
  }

  @Test
  void withAVersionThatTheFilesDoNotHave() {
    project.migrate("upgrade", "002").exits(0);
    project.execute("update alembic_version set version_num = 'abc'");
    for (String command : List.of("current", "check", "upgrade")) {
      assertEquals(
          "state", Answers.error(project.migrate(command, "--json").exits(3)).at("/code").asText());
    }
    Answers.check("log", project.migrate("log", "--json").exits(0));
    JsonNode unknown = Answers.check("status", project.migrate("status", "--json").exits(3));
    assertEquals("abc", unknown.at("/revision").asText());
    assertTrue(unknown.at("/fault").asText().startsWith("Can't locate"), unknown::toString);
    assertFalse(unknown.at("/atHead").asBoolean());
    assertEquals(0, unknown.at("/pending").size());

    project.execute("insert into alembic_version values ('001')");
    JsonNode several = Answers.check("status", project.migrate("status", "--json").exits(3));
    assertTrue(several.at("/revision").isNull());
    assertEquals(2, several.at("/versions").size());
    Answers.check("stamp", project.migrate("stamp", "--purge", "002", "--json").exits(0));
  }

  @Test
  void whileAnotherMigrates() throws SQLException {
    project.migrate("upgrade", "002").exits(0);
    try (Connection other = project.connect();
        Statement statement = other.createStatement()) {
      long key = new VersionTable("public", "alembic_version").lockKey();
      statement.execute("select pg_advisory_lock(" + key + ")");

      JsonNode status = Answers.check("status", project.migrate("status", "--json").exits(0));

      assertEquals(1, status.at("/migrating").size());
      assertEquals(
          "locked",
          Answers.error(project.migrate("upgrade", "--lock-wait", "0", "--json").exits(7))
              .at("/code")
              .asText());
    }
  }

  @Test
  void whatWorksOnFilesAndOnScratchDatabases(@TempDir Path other) throws IOException {
    Answers.check("verify", project.migrate("verify", "--json").exits(0));
    project.file("002_b.down.sql", "select 1;");
    JsonNode verified = Answers.check("verify", project.migrate("verify", "--json").exits(9));
    assertFalse(verified.at("/verified").asBoolean());
    Answers.check("new", project.migrate("new", "more", "--json").exits(0));
    Answers.error(project.migrate("new", "no.such", "--json").exits(2));

    JsonNode faults = Answers.error(project.migrate("validate", "--json").exits(8)).at("/faults");
    assertTrue(faults.size() >= 2, faults.toString());

    Path up = Files.copy(Path.of("src/test/resources/alembic/up.sql"), other.resolve("up.sql"));
    Path down =
        Files.copy(Path.of("src/test/resources/alembic/down.sql"), other.resolve("down.sql"));
    var made = new Project(other.resolve("made"));
    Answers.check(
        "import-alembic",
        made.migrate("import-alembic", up.toString(), down.toString(), "--json").exits(0));
  }

  @Test
  void aResetTellsWhereItEnds() {
    project.migrate("upgrade", "003").exits(0);
    Answers.error(project.migrate("reset", "--json").exits(2));
    String name = project.query("select current_database()");
    Answers.check("reset", project.migrate("reset", "--confirm", name, "--json").exits(0));
  }

  @Test
  void aWrongCommandLineIsAnErrorTooAndEveryCommandIsInTheSchema() {
    assertEquals(
        "usage", Answers.error(project.migrate("upgrad", "--json").exits(2)).at("/code").asText());
    Answers.error(project.migrate("upgrade", "--sql", "--json").exits(2));
    Run unreachable =
        project.migrate(
            new Jdbc("postgresql://ann@127.0.0.1:1/none"), "current", "--wait=0", "--json");
    assertEquals("unreachable", Answers.error(unreachable.exits(1)).at("/code").asText());
    String schema = project.migrate("help", "json").exits(0).out();
    for (CommandName command : CommandName.values()) {
      assertTrue(schema.contains("\n    \"" + command.word() + "\": {"), command.word());
    }
  }
}
