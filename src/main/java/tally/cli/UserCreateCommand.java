package tally.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.auth.Email;
import tally.auth.Passwords;
import tally.auth.UserDao;
import tally.db.Ids;

/** Creates a user, as a registration does. */
@Command(
    name = "create",
    description = "Creates a user and prints its id.",
    footer = {
      "",
      "On a terminal the password is asked for; otherwise one is made and printed, once.",
      "",
      "Examples:",
      "  java -jar app.jar user create ann@example.com",
      "  java -jar app.jar user create ann@example.com --password-stdin < password.txt"
    })
final class UserCreateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL", description = "The e-mail address to log in with.")
  private String email = "";

  @Option(
      names = "--password-stdin",
      description = "Reads the password from the first line of standard input.")
  private boolean fromInput;

  UserCreateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    var config = around.config();
    var address =
        Email.normal(email)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "This is not an e-mail address; give one such as ann@example.com."));
    var password = NewPassword.from(around, fromInput, address);
    var hash = new Passwords(config.bcryptCost(), 1).hash(password.text());
    var user =
        DatabaseAccess.use(
            config,
            around.err(),
            database ->
                database
                    .dao(UserDao.class)
                    .insert(Ids.next(), address, hash)
                    .orElseThrow(
                        () ->
                            Failure.of(
                                "A user with this e-mail address exists already; choose another"
                                    + " one.")));
    around.out().println("User created: " + user.id());
    password.printTo(around);
    return 0;
  }
}
