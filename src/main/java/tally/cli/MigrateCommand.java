package tally.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tally.migrate.MigrateCommandLine;

/** {@code migrate}: its own command line, so that nothing of the server is loaded for it. */
public final class MigrateCommand {
  /** What it is called by; the second for runbooks that come from Alembic. */
  public static final Set<String> NAMES = Set.of("migrate", "alembic");

  private MigrateCommand() {}

  /**
   * Runs the migrator and returns its exit code.
   *
   * @param arguments what stands after {@code migrate}
   */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    try (var connections = new MigrateConnections(environment, err)) {
      return MigrateCommandLine.run(arguments, environment, connections, out, err);
    }
  }
}
