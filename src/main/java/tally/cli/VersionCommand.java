package tally.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.http.Json;

/** Says which release this is. */
@Command(
    name = "version",
    description = "Prints the version.",
    footer = {"", "Example:", "  java -jar app.jar version --json"})
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around
        .out()
        .println(json ? Json.text(Map.of("version", Version.text())) : "Tally " + Version.text());
    return 0;
  }
}
