package tally;

import tally.cli.Cli;
import tally.cli.Surroundings;
import tally.cli.Terminal;

/** The jar's entry: arguments in, exit code out. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and exits with its status. */
  public static void main(String[] args) {
    var around =
        new Surroundings(System.getenv(), System.in, System.out, System.err, Terminal.find());
    System.exit(Cli.run(args, around));
  }
}
