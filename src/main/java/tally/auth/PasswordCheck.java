package tally.auth;

import org.jspecify.annotations.Nullable;
import tally.http.ClientAddress;
import tally.http.Problem;

/** Whether somebody knows an account's password: the only place where that is found out. */
final class PasswordCheck {
  private final Passwords passwords;
  private final Attempts attempts;

  PasswordCheck(Passwords passwords, Attempts attempts) {
    this.passwords = passwords;
    this.attempts = attempts;
  }

  /**
   * Takes the same time and leaves the same traces whether the password is wrong, the account
   * inactive, or not there.
   *
   * @param email as it was sent, an address or not
   * @param account null where nobody has that address
   * @throws Problem.RateLimited after too many failures
   */
  boolean passes(
      ClientAddress from, String email, UserDao.@Nullable Account account, String password) {
    var attempt = Attempts.Attempt.of(from, email);
    // Now, to keep the queue short, and in its turn, as others may have failed meanwhile.
    boolean hasFailed = attempts.admit(attempt);
    boolean matches =
        passwords.isRight(
            password,
            account == null ? null : account.hashedPassword(),
            () -> attempts.admit(attempt));
    if (!matches || account == null || !account.isActive()) {
      attempts.failed(attempt);
      return false;
    }
    if (hasFailed) {
      attempts.succeeded(attempt);
    }
    return true;
  }
}
