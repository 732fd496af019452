package tally.auth;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What everybody tries first. The list of zxcvbn leaves out what zxcvbn knows without a list: one
 * part again and again, and characters in a row. Those are looked for here.
 */
final class CommonPasswords {
  /** Beyond it nobody tries them before anything else. */
  private static final int LONGEST_PATTERN = 16;

  private static final int LONGEST_PART = 4;

  private CommonPasswords() {}

  /** Whether a password of the least length or more is one of them. */
  static boolean has(String password) {
    var folded = password.toLowerCase(Locale.ROOT);
    return isPattern(folded) || Listed.PASSWORDS.contains(folded);
  }

  /** Of what all keyboards have. */
  private static boolean isPattern(String password) {
    if (password.length() > LONGEST_PATTERN || !password.chars().allMatch(c -> c < 128)) {
      return false;
    }
    return IntStream.rangeClosed(1, LONGEST_PART).anyMatch(part -> repeats(password, part))
        || counts(password, 1)
        || counts(password, -1);
  }

  /** As in 12341234. */
  private static boolean repeats(String password, int part) {
    for (int i = part; i < password.length(); i++) {
      if (password.charAt(i) != password.charAt(i - part)) {
        return false;
      }
    }
    return true;
  }

  /** As in abcdefgh and 87654321. */
  private static boolean counts(String password, int step) {
    for (int i = 1; i < password.length(); i++) {
      if (password.charAt(i) != password.charAt(i - 1) + step) {
        return false;
      }
    }
    return true;
  }

  /** Read when the first password is set; the shorter ones are refused for that already. */
  private static final class Listed {
    static final Set<String> PASSWORDS = read();

    private static Set<String> read() {
      try {
        return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
            .filter(password -> password.length() >= Passwords.LEAST_CHARACTERS)
            .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
