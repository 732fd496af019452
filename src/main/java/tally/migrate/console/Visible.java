package tally.migrate.console;

/**
 * Text that comes out of a database or a file, fit for a terminal: what would move the cursor,
 * change the title or hide what follows is spelt out, {@code \x1b} for an escape.
 */
final class Visible {
  private static final char ESCAPE = '\033';
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final int LAST_C1 = 0x9f;

  private Visible() {}

  /**
   * Returns the text so.
   *
   * @param paint whose colours stay, where it is on
   */
  static String of(String text, Paint paint) {
    int first = 0;
    while (first < text.length() && !isControl(text.charAt(first))) {
      first++;
    }
    return first == text.length() ? text : spell(text, first, paint);
  }

  private static String spell(String text, int first, Paint paint) {
    var shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      int colour = c == ESCAPE && paint.on() ? Paint.lengthAt(text, i) : 0;
      if (colour > 0) {
        shown.append(text, i, i + colour);
        i += colour - 1;
      } else if (isControl(c)) {
        shown.append("\\x").append(Character.forDigit(c >> 4, 16));
        shown.append(Character.forDigit(c & 0xf, 16));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  /** ECMA-48, C0 and C1; but lines and tabs are meant. */
  private static boolean isControl(char c) {
    return (c < FIRST_PRINTABLE && c != '\n' && c != '\t') || (c >= DELETE && c <= LAST_C1);
  }
}
