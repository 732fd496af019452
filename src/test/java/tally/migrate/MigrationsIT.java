package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.DatabaseState.Relation;
import tally.migrate.failure.MigrationException;

/** What a server asks of its migrations. */
class MigrationsIT {
  @TempDir private Path folder;
  private Project project;
  private Migrations migrations;

  @BeforeEach
  void threeTables() {
    project = new Project(folder).threeTables();
    migrations = Migrations.in(folder.toFile());
  }

  private DatabaseState state() throws SQLException {
    try (Connection connection = project.connect()) {
      return migrations.state(connection);
    }
  }

  @Test
  void theStateSaysWhetherTheDatabaseHasWhatIsNeeded() throws SQLException {
    assertEquals("003", migrations.head());
    assertEquals(new DatabaseState(Relation.NO_VERSION_TABLE, null), state());

    project.migrate("upgrade", "002").exits(0);
    assertEquals(new DatabaseState(Relation.BEHIND, "002"), state());
    assertFalse(state().isUsable());

    project.migrate().exits(0);
    assertEquals(new DatabaseState(Relation.AT_HEAD, "003"), state());

    project.execute("update alembic_version set version_num = '004'");
    assertEquals(new DatabaseState(Relation.AHEAD, "004"), state());
    assertTrue(state().isUsable());

    project.execute("update alembic_version set version_num = 'ae10'");
    assertEquals(new DatabaseState(Relation.UNKNOWN, "ae10"), state());

    project.execute("delete from alembic_version");
    assertEquals(new DatabaseState(Relation.BEHIND, null), state());

    project.execute("insert into alembic_version values ('001'), ('003')");
    assertEquals(Relation.UNKNOWN, state().relation());
  }

  @Test
  void anUpgradeGoesToHeadAndSaysWhatItDoes() throws SQLException {
    var messages = new ByteArrayOutputStream();

    migrations.upgrade(
        new Jdbc(project.url()), new PrintStream(messages, true, StandardCharsets.UTF_8));

    assertEquals(Relation.AT_HEAD, state().relation());
    assertTrue(messages.toString(StandardCharsets.UTF_8).contains("Running upgrade 002 -> 003, c"));
  }

  @Test
  void aFailureIsAnExceptionWithTheStatusOfTheCommand() {
    project.file("002_b.up.sql", "select nonsense;");
    var broken = Migrations.in(folder.toFile());

    var error =
        assertThrows(
            MigrationException.class,
            () ->
                broken.upgrade(
                    new Jdbc(project.url()), new PrintStream(new ByteArrayOutputStream())));

    assertEquals(4, error.exitCode());
    assertTrue(error.getMessage().startsWith("002_b.up.sql:1:8: ERROR 42703"), error.getMessage());
    project.file("003_c.up.sql", "commit;");
    assertEquals(
        8, assertThrows(MigrationException.class, () -> Migrations.in(folder.toFile())).exitCode());
  }
}
