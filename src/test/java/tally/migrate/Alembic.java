package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real Alembic, on the five revisions among the test's resources. */
final class Alembic {
  /** Where its environment is; read only. */
  static final Path FOLDER = Path.of("src", "test", "resources", "alembic");

  private final String url;
  private final Map<String, String> environment;

  /**
   * @param url what DATABASE_URL would be
   */
  Alembic(String url, Map<String, String> environment) {
    this.url = url;
    this.environment = environment;
  }

  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "alembic"))) {
        return true;
      }
    }
    System.err.println("SKIPPED: Alembic is not installed (Debian: alembic)");
    return false;
  }

  /** What a command that succeeds prints. */
  String run(String... arguments) {
    Run run = tryTo(arguments);
    assertEquals(0, run.status(), run::err);
    return run.out();
  }

  Run tryTo(String... arguments) {
    var command = new ArrayList<String>(List.of("alembic"));
    command.addAll(List.of(arguments));
    try {
      Path err = Files.createTempFile("alembic", ".err");
      var builder =
          new ProcessBuilder(command).directory(FOLDER.toFile()).redirectError(err.toFile());
      builder.environment().put("ALEMBIC_URL", url);
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
      builder.environment().putAll(environment);
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      String said = Files.readString(err);
      Files.delete(err);
      return new Run(status, out, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
