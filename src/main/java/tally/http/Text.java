package tally.http;

import java.util.Optional;

/**
 * What a text field takes. Lengths count code points, as PostgreSQL's {@code varchar} does.
 *
 * @param least the fewest code points
 * @param most the most code points
 * @param trimmed whether white space at both ends is dropped before counting
 */
public record Text(int least, int most, boolean trimmed) {
  /** A text that is kept as it was sent. */
  public static Text verbatim(int least, int most) {
    return new Text(least, most, false);
  }

  /** A text without white space at its ends; with {@code least} 1 it is not blank. */
  public static Text trimmed(int least, int most) {
    return new Text(least, most, true);
  }

  /** The text as it is to be stored; empty if it is not acceptable. */
  public Optional<String> accept(String text) {
    var kept = trimmed ? text.strip() : text;
    return isStorable(kept) && fits(kept) ? Optional.of(kept) : Optional.empty();
  }

  /** Whether PostgreSQL can store it: no NUL, no half of a surrogate pair. */
  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What it must be, as the end of the sentence "must be …". */
  public String rule() {
    return least == 0
        ? "a text of at most %d characters".formatted(most)
        : "a text of %d to %d characters".formatted(least, most);
  }

  private boolean fits(String text) {
    // No text has more code points than characters: most are accepted without counting.
    int length =
        text.length() > most || text.length() < 2 * least
            ? text.codePointCount(0, text.length())
            : text.length();
    return length >= least && length <= most;
  }
}
