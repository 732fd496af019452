package tally.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import tally.http.ClientAddress;
import tally.http.Problem;

/**
 * Makes guessing passwords slow, on all servers together: after some free failures the waits of an
 * account and of an address grow, up to minutes, and shrink again with the time. Nobody is locked
 * out for good, and sessions that are there go on.
 */
final class Attempts {
  /** Within 15 minutes. */
  private static final int FREE_OF_AN_ACCOUNT = 5;

  /** Within 15 minutes. */
  private static final int FREE_OF_AN_ADDRESS = 20;

  private final AttemptDao attempts;

  Attempts(AttemptDao attempts) {
    this.attempts = attempts;
  }

  /** Who tries a password, and for which account; whether there is such an account or not. */
  record Attempt(String account, String address) {
    static Attempt of(ClientAddress from, String email) {
      return new Attempt("account " + digest(email), "address " + from.network());
    }

    private static String digest(String email) {
      try {
        var text = email.strip().toLowerCase(Locale.ROOT);
        var sha = MessageDigest.getInstance("SHA-256");
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /**
   * Lets an attempt pass to where the password is checked.
   *
   * @return whether the account has failures to be forgotten when the password is right
   * @throws Problem.RateLimited as long as the account or the address has to wait
   */
  boolean admit(Attempt attempt) {
    boolean hasFailed = false;
    double wait = 0;
    for (var standing : attempts.standings(attempt.account(), attempt.address())) {
      hasFailed |= standing.subject().equals(attempt.account());
      wait = Math.max(wait, standing.waitSeconds());
    }
    if (wait > 0) {
      throw new Problem.RateLimited(
          "Too many wrong passwords. Wait, then try again.",
          Duration.ofMillis((long) Math.ceil(wait * 1000)));
    }
    return hasFailed;
  }

  void failed(Attempt attempt) {
    attempts.fail(
        // In ascending order, as the statement wants it.
        new String[] {attempt.account(), attempt.address()},
        new double[] {1.0 / FREE_OF_AN_ACCOUNT, 1.0 / FREE_OF_AN_ADDRESS});
  }

  /** The account's failures are forgotten; an address may have guessed at others too. */
  void succeeded(Attempt attempt) {
    attempts.forget(attempt.account());
  }
}
