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
    attempts.admit(attempt);
    return passwords.inTurn(() -> passes(attempt, account, password));
  }

  /** All of it in one turn: the next one sees how this one ended. */
  private boolean passes(
      Attempts.Attempt attempt, UserDao.@Nullable Account account, String password) {
    boolean hasFailed = attempts.admit(attempt);
    var hash = account == null ? null : account.hashedPassword();
    if (!passwords.isRight(password, hash) || account == null || !account.isActive()) {
      attempts.failed(attempt);
      return false;
    }
    if (hasFailed) {
      attempts.succeeded(attempt);
    }
    return true;
  }
}
