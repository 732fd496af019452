package tally.migrate.script;

import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code NNN_name.up.sql} and {@code NNN_name.down.sql}.
 *
 * @param digits verbatim, with their zeros in front
 * @param label the digits and the name, which the two files of a revision have in common
 */
public record FileName(String digits, String label, boolean up) {
  public static final String UP = ".up.sql";
  public static final String DOWN = ".down.sql";
  // One less than an int has: no number overflows.
  private static final int MOST_DIGITS = 9;

  /** Null where the name has another form. */
  public static @Nullable FileName parse(String name) {
    boolean up = name.endsWith(UP);
    if (!up && !name.endsWith(DOWN)) {
      return null;
    }
    String label = name.substring(0, name.length() - (up ? UP : DOWN).length());
    int digits = 0;
    while (digits < label.length() && label.charAt(digits) >= '0' && label.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MOST_DIGITS || label.length() < digits + 2) {
      return null;
    }
    if (label.charAt(digits) != '_' || !isPrintable(label)) {
      return null;
    }
    return new FileName(label.substring(0, digits), label, up);
  }

  /** The number that gives the order. */
  public int number() {
    return Integer.parseInt(digits);
  }

  /** What stands behind the digits. */
  public String name() {
    return label.substring(digits.length() + 1);
  }

  String partner() {
    return label.concat(up ? DOWN : UP);
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c > ' ' && c <= '~';
      if (!plain && (Character.isWhitespace(c) || Character.isISOControl(c))) {
        return false;
      }
    }
    return true;
  }
}
