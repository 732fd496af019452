package tally.auth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mindrot.jbcrypt.BCrypt;
import tally.http.Problem;
import tally.http.Text;

/**
 * Password hashes (bcrypt), made by few threads at a time: a flood of logins slows logins only.
 *
 * <p>The rule for new ones follows NIST SP 800-63B-4: a length and a blocklist, no composition.
 */
public final class Passwords {
  /** What may be sent for one; for a new one {@link #fault} is the rule. */
  static final Text ANY = Text.verbatim(1, 1000);

  /** bcrypt reads no further. */
  private static final int MOST_BYTES = 72;

  static final int LEAST_CHARACTERS = 8;

  private static final long LONGEST_WAIT_SECONDS = 10;

  private final int cost;
  private final Semaphore running;

  /** Of the usual form, and no password's: checking one against it takes as long. */
  private final String hashOfNobody;

  /**
   * @param cost bcrypt's, 4 to 30; each step doubles the time
   * @param atATime how many are hashed at the same moment
   */
  public Passwords(int cost, int atATime) {
    this.cost = cost;
    this.running = new Semaphore(atATime, true);
    this.hashOfNobody = "$2a$" + (cost < 10 ? "0" : "") + cost + "$" + ".".repeat(53);
  }

  /**
   * What is wrong with a new password, as the end of the sentence "The password must …"; empty if
   * nothing is.
   */
  public static Optional<String> fault(String password, String email) {
    if (password.codePointCount(0, password.length()) < LEAST_CHARACTERS
        || password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
        || password.indexOf(0) >= 0) {
      return Optional.of("must have 8 characters or more, and at most 72 bytes in UTF-8");
    }
    if (password.strip().equalsIgnoreCase(email)) {
      return Optional.of("must not be the e-mail address");
    }
    if (CommonPasswords.has(password)) {
      return Optional.of("must not be one that is commonly used");
    }
    return Optional.empty();
  }

  /** The hash of a password that has no fault, made in its turn. */
  public String hash(String password) {
    return inTurn(() -> BCrypt.hashpw(password, BCrypt.gensalt(cost)));
  }

  /**
   * Whether a password is the one that was hashed. Takes as long when there is no hash, or one of a
   * lower cost. To be asked {@link #inTurn}.
   *
   * @param hash with the prefix {@code $2a$}, {@code $2b$} or {@code $2y$}; null where nobody has
   *     that password
   */
  boolean isRight(String password, @Nullable String hash) {
    boolean readable = hash != null && isBcrypt(hash);
    var known = readable && hash != null ? "$2a$" + hash.substring(4) : hashOfNobody;
    fillUp(cost(known));
    boolean matches = BCrypt.checkpw(password, known);
    // What bcrypt would have cut off cannot have been anybody's password.
    boolean whole =
        password.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES && password.indexOf(0) < 0;
    return matches && readable && whole;
  }

  /**
   * Does work that hashes, with few others at the same time.
   *
   * @throws Problem.ServiceUnavailable where it takes too long
   */
  <T> T inTurn(Supplier<T> work) {
    try {
      if (!running.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new Problem.ServiceUnavailable("Too many logins at once. Try again soon.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.ServiceUnavailable("The server is shutting down.");
    }
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  /** Whether a hash was made with a lower cost than new ones are. */
  boolean isWeak(String hash) {
    return cost(hash) < cost;
  }

  private static int cost(String hash) {
    return Integer.parseInt(hash.substring(4, 6));
  }

  /**
   * Does what a hash of a lower cost leaves undone, as its account would be known by its speed: a
   * step doubles the work, so 4 and 4, 5, 6 … are as much as one of the full cost.
   */
  private void fillUp(int low) {
    for (int step = low; step < cost; step++) {
      BCrypt.hashpw("", BCrypt.gensalt(step));
    }
  }

  private static boolean isBcrypt(String hash) {
    return hash.matches("\\$2[aby]\\$(0[4-9]|[12][0-9]|30)\\$[./A-Za-z0-9]{53}");
  }
}
