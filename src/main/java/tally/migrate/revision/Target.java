package tally.migrate.revision;

import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * Where to go, as it is written: {@code head}, {@code base}, an id or the beginning of one, {@code
 * +2} and {@code -1} from where the database is, {@code 003+1} from elsewhere.
 *
 * @param text as it was written
 * @param start the word before the sign, empty for where the database is
 * @param steps signed, 0 without a sign
 */
public record Target(String text, String start, int steps) {
  private static final int MOST_DIGITS = 8;

  /**
   * Takes the text apart, which never fails: whether there is such a place, {@link #place} tells.
   */
  public static Target parse(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    if (sign < 0 || !areDigits(text, sign + 1)) {
      return new Target(text, text, 0);
    }
    int steps = Integer.parseInt(text, sign + 1, text.length(), 10);
    return new Target(text, text.substring(0, sign), text.charAt(sign) == '-' ? -steps : steps);
  }

  private static boolean areDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length() && text.length() - from <= MOST_DIGITS;
  }

  /** Whether it can be found only from where the database is. */
  public boolean needsCurrent() {
    return start.equals("current") || isRelative();
  }

  /** Whether it is {@code +N} or {@code -N} alone. */
  public boolean isRelative() {
    return start.isEmpty() && !text.isEmpty();
  }

  /**
   * The place that is meant, seen from where the database is.
   *
   * @param current where the database is; not used unless {@link #needsCurrent}
   * @throws MigrationException if the files have no such place
   */
  public int place(Chain chain, int current) {
    return place(chain, current, current);
  }

  /**
   * As {@link #place(Chain, int)}, but counted from elsewhere.
   *
   * @param origin from where {@code +N} and {@code -N} alone count
   */
  public int place(Chain chain, int current, int origin) {
    int from = start.equals("current") ? current : isRelative() ? origin : chain.locate(start);
    int place = from + steps;
    if (place < 0 || place > chain.head()) {
      String relative = text.substring(start.length());
      throw Refusal.asAlembic(
          Exit.STATE,
          "Relative revision " + relative + " didn't produce " + Math.abs(steps) + " migrations",
          steps > 0
              ? chain.head() - from + " lie between " + chain.name(from) + " and head"
              : from + " lie between " + chain.name(from) + " and base");
    }
    return place;
  }
}
