package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keeps a user from logging in, and ends every session. Nothing is deleted. */
@Command(
    name = "deactivate",
    description = "Keeps a user from logging in, and ends every session. Nothing is deleted.",
    footer = {"", "Example:", "  java -jar app.jar user deactivate ann@example.com"})
final class UserDeactivateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL|UUID", description = "Who.")
  private String name = "";

  UserDeactivateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var user = NamedUser.setActive(around, name, false);
    around.out().println("Deactivated, sessions ended: " + user.email());
    return 0;
  }
}
