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

  /** These tell what there is: where nothing is, they make nothing. */
  private static final Set<String> LOOKING =
      Set.of("current", "status", "history", "heads", "show", "check", "log", "lint");

  private MigrateCommand() {}

  /**
   * Runs the migrator and returns its exit code.
   *
   * @param arguments what stands after {@code migrate}
   */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    boolean looks = !arguments.isEmpty() && LOOKING.contains(arguments.get(0));
    try (var connections = new MigrateConnections(environment, err, !looks)) {
      return MigrateCommandLine.run(arguments, environment, connections, out, err);
    }
  }
}
