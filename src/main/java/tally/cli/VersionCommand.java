package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which release this is. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around.out().println("Tally " + Version.text());
    return 0;
  }
}
