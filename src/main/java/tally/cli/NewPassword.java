package tally.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import tally.auth.Passwords;

/**
 * A password that a command sets: typed twice, piped in, or made.
 *
 * @param isMade so that nobody knows it yet
 */
record NewPassword(String text, boolean isMade) {

  /**
   * Gets one from whoever is there.
   *
   * @param fromInput whether it is to be piped in
   * @param email whose it will be, as no password contains it
   */
  static NewPassword from(Surroundings around, boolean fromInput, String email) throws IOException {
    boolean isMade = !fromInput && around.terminal() == null;
    var text = isMade ? make() : ask(around, fromInput);
    Passwords.fault(text, email)
        .ifPresent(
            fault -> {
              throw Failure.usage("The password " + fault + ".");
            });
    return new NewPassword(text, isMade);
  }

  /** Shows one that was made, the only time. */
  void printTo(Surroundings around) {
    if (isMade) {
      around.out().println("Password: " + text);
    }
  }

  private static String ask(Surroundings around, boolean fromInput) throws IOException {
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

  @Override
  public String toString() {
    return "NewPassword";
  }
}
