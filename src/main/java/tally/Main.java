package tally;

import java.util.ArrayList;
import java.util.List;
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
    var words = List.of(args);
    if (!words.isEmpty() && MigrateCommand.NAMES.contains(words.get(0))) {
      var arguments = words.subList(1, words.size());
      return MigrateCommand.run(arguments, environment, System.out, System.err);
    }
    if (words.size() > 1
        && words.get(0).equals("help")
        && MigrateCommand.NAMES.contains(words.get(1))) {
      var arguments = new ArrayList<>(words.subList(2, words.size()));
      arguments.add("--help");
      return MigrateCommand.run(arguments, environment, System.out, System.err);
    }
    var around = new Surroundings(environment, System.in, System.out, System.err, Terminal.find());
    return Cli.run(args, around);
  }
}
