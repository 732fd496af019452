package tally.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The finished jar: {@code java -jar app.jar migrate}, with no environment but the test's. */
final class MigrateJar {
  private final Map<String, String> environment;

  MigrateJar(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Of a project's database. */
  static MigrateJar on(Project project) {
    return new MigrateJar(Map.of("DATABASE_URL", project.url()));
  }

  /** Starts a command, standard error together with standard output. */
  Process process(Path files, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Path.of("target", "app.jar").toAbsolutePath().toString());
    command.add("migrate");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--dir", files.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunningMigration start(Path files, String... arguments) {
    return new RunningMigration(process(files, arguments));
  }

  Run run(Path files, String... arguments) {
    return start(files, arguments).end();
  }
}
