package tally;

import java.util.Arrays;
import java.util.Map;
import tally.cli.Cli;
import tally.cli.MigrateCommand;
import tally.cli.Surroundings;
import tally.cli.Terminal;

/** The jar's entry: arguments in, exit code out. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(args, System.getenv()));
  }

  /** The migrator has a command line of its own: of what serves, it loads nothing. */
  private static int run(String[] args, Map<String, String> environment) {
    if (args.length > 0 && (args[0].equals("migrate") || args[0].equals("alembic"))) {
      var arguments = Arrays.asList(args).subList(1, args.length);
      return MigrateCommand.run(arguments, environment, System.out, System.err);
    }
    var around = new Surroundings(environment, System.in, System.out, System.err, Terminal.find());
    return Cli.run(args, around);
  }
}
