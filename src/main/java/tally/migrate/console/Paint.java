package tally.migrate.console;

import java.util.List;

/**
 * Colours for a terminal (ECMA-48, SGR), sparingly; the text as it is where there is none.
 *
 * @param on whether there is
 */
public record Paint(boolean on) {
  public static final Paint NONE = new Paint(false);

  private static final String BEGIN = "\033[";
  private static final String END = "m";
  private static final String NORMAL = "0";
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final List<String> CODES = List.of(NORMAL, BOLD, DIM, RED, GREEN, YELLOW);

  /** What went wrong. */
  public String red(String text) {
    return paint(RED, text);
  }

  /** What should be known. */
  public String yellow(String text) {
    return paint(YELLOW, text);
  }

  /** What is as it should be. */
  public String green(String text) {
    return paint(GREEN, text);
  }

  /** A heading. */
  public String bold(String text) {
    return paint(BOLD, text);
  }

  /** What matters less. */
  public String dim(String text) {
    return paint(DIM, text);
  }

  /** How long the colour is that begins at a place of a text; 0 where none of ours does. */
  static int lengthAt(String text, int place) {
    for (String code : CODES) {
      if (text.startsWith(BEGIN + code + END, place)) {
        return BEGIN.length() + code.length() + END.length();
      }
    }
    return 0;
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? BEGIN + code + END + text + BEGIN + NORMAL + END : text;
  }
}
