package tally.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
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
    boolean isMade = !fromInput && around.terminal() == null;
    var password = isMade ? make() : ask();
    Passwords.fault(password, address)
        .ifPresent(
            fault -> {
              throw Failure.usage("The password " + fault + ".");
            });
    var hash = new Passwords(config.bcryptCost(), 1).hash(password);
    try (var access = DatabaseAccess.forCommand(config, around.err());
        var database = access.open(config)) {
      var user =
          database
              .dao(UserDao.class)
              .insert(Ids.next(), address, hash)
              .orElseThrow(
                  () ->
                      Failure.of(
                          "A user with this e-mail address exists already; choose another one."));
      around.out().println("User created: " + user.id());
    }
    if (isMade) {
      around.out().println("Password: " + password);
    }
    return 0;
  }

  private String ask() throws IOException {
    var terminal = around.terminal();
    if (fromInput || terminal == null) {
      var line = around.lines().readLine();
      if (line == null) {
        throw Failure.usage("There is no password on standard input; pipe one in.");
      }
      return line;
    }
    var password = terminal.password("Password: ");
    if (!terminal.password("Once more: ").equals(password)) {
      throw Failure.usage("The two passwords are not the same; try again.");
    }
    return password;
  }

  /** 128 bits, in letters and digits that can be typed. */
  private static String make() {
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
