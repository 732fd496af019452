package tally.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.auth.Passwords;
import tally.auth.UserAdminDao;

/** Sets a password, for somebody who has lost theirs. */
@Command(
    name = "password",
    description = "Sets a user's password, and ends every session.",
    footer = {
      "",
      "On a terminal the password is asked for; otherwise one is made and printed, once.",
      "",
      "Examples:",
      "  java -jar app.jar user password ann@example.com",
      "  java -jar app.jar user password ann@example.com --password-stdin < password.txt"
    })
final class UserPasswordCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL|UUID", description = "Whose.")
  private String name = "";

  @Option(
      names = "--password-stdin",
      description = "Reads the password from the first line of standard input.")
  private boolean fromInput;

  UserPasswordCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    var config = around.config();
    try (var access = DatabaseAccess.forCommand(config, around.err());
        var database = access.open(config)) {
      var user = NamedUser.in(database, name);
      var password = NewPassword.from(around, fromInput, user.email());
      var hash = new Passwords(config.bcryptCost(), 1).hash(password.text());
      if (!database.dao(UserAdminDao.class).setPassword(user.id(), hash)) {
        throw Failure.of("The user was deleted meanwhile.");
      }
      around.out().println("Password set, sessions ended: " + user.email());
      password.printTo(around);
    }
    return 0;
  }
}
