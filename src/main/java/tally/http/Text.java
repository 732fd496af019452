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

  /** A text without white space at its ends, of which something is to be seen, unless it is "". */
  public static Text trimmed(int least, int most) {
    return new Text(least, most, true);
  }

  /** The text as it is to be stored; empty if it is not acceptable. */
  public Optional<String> accept(String text) {
    var kept = trimmed ? strip(text) : text;
    return isStorable(kept) && fits(kept) && !(trimmed && !text.isEmpty() && isBlank(kept))
        ? Optional.of(kept)
        : Optional.empty();
  }

  private static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isWhiteSpace(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  /** Of Unicode's, no-break spaces included. There is none beyond the basic plane. */
  private static boolean isWhiteSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** Whether nothing of it is to be seen. The contract says the same in the pattern of a title. */
  public static boolean isBlank(String text) {
    return text.codePoints()
        .allMatch(c -> isInvisible(c) || Character.getType(c) == Character.NON_SPACING_MARK);
  }

  /**
   * White space, control characters, what has no width or changes the direction of others, and what
   * Unicode counts among letters and symbols for other reasons: fillers of Hangul, empty Braille.
   */
  public static boolean isInvisible(int c) {
    return Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || "\u115F\u1160\u2800\u3164\uFFA0".indexOf(c) >= 0;
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
    if (least == 0 && trimmed) {
      return "a text of at most %d characters, empty or with something to be seen".formatted(most);
    }
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
