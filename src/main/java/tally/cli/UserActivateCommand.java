package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a user log in again. */
@Command(
    name = "activate",
    description = "Lets a user log in again.",
    footer = {"", "Example:", "  java -jar app.jar user activate ann@example.com"})
final class UserActivateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL|UUID", description = "Who.")
  private String name = "";

  UserActivateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var user = NamedUser.setActive(around, name, true);
    around.out().println("Activated: " + user.email());
    return 0;
  }
}
