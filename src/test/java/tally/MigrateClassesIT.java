package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the JVM loads from the jar for the migrator. A run with nothing to do is mostly the loading
 * of classes, so each of them has to be worth it.
 */
class MigrateClassesIT {
  private static final List<String> OF_THE_MIGRATOR =
      List.of("tally.Main", "tally.cli.", "tally.db.", "tally.migrate.", "org.postgresql.");

  /** There are 272 with a password to be proved, and 226 without. */
  private static final int MOST_AT_HEAD = 290;

  @TempDir private Path directory;

  @Test
  void aRunAtHeadLoadsFewClasses() throws Exception {
    var classes = loaded(TestPostgres.migratedDatabase());

    assertTrue(classes.contains("org.postgresql.jdbc.PgConnection"));
    assertTrue(classes.size() <= MOST_AT_HEAD, () -> "there are " + classes.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"upgrade", "current", "status", "history", "check", "lint", "--help"})
  void noCommandOfTheMigratorLoadsAnythingOfTheServer(String command) throws Exception {
    var others = loaded(TestPostgres.emptyDatabase(), command);
    others.removeIf(name -> OF_THE_MIGRATOR.stream().anyMatch(name::startsWith));

    assertEquals(List.of(), others);
  }

  /** Runs {@code migrate}, and names the classes that came from the jar. */
  private List<String> loaded(String database, String... arguments)
      throws IOException, InterruptedException {
    var log = directory.resolve("classes");
    var environment =
        Map.of(
            "DATABASE_URL",
            database,
            "JAVA_TOOL_OPTIONS",
            "-Xlog:class+load:file=" + log + ":none");
    var words = new ArrayList<>(List.of("migrate"));
    words.addAll(List.of(arguments));
    try (var migrate = JarProcess.start(environment, words.toArray(String[]::new))) {
      migrate.exitCode();
    }
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" source: file:"))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
