package tally.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The real psql, which runs a script statement by statement up to the first error. */
final class Psql {
  private static final Pattern ERROR = Pattern.compile("ERROR:\\s+(\\w{5})");

  private final String url;
  private final Path script;

  /**
   * @param folder for the scripts
   */
  Psql(String url, Path folder) {
    this.url = url;
    this.script = folder.resolve("script.sql");
  }

  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "psql"))) {
        return true;
      }
    }
    System.err.println("SKIPPED: psql is not installed (Debian: postgresql-client)");
    return false;
  }

  /** {@code done}, or the SQLSTATE of the statement that failed. */
  String run(String schema, String text) throws IOException, InterruptedException {
    Files.writeString(script, text);
    var command = new ArrayList<>(List.of("psql", "-X", "-q", "-o", "/dev/null"));
    command.addAll(List.of("-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=sqlstate"));
    command.addAll(List.of("-d", url, "-f", script.toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    builder.environment().put("PGOPTIONS", "-c search_path=" + schema);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() == 0) {
      return "done";
    }
    var error = ERROR.matcher(output);
    return error.find() ? error.group(1) : output;
  }
}
