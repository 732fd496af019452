package tally.migrate.console;

/**
 * Colours for a terminal (ECMA-48, SGR), sparingly; the text as it is where there is none.
 *
 * @param on whether there is
 */
public record Paint(boolean on) {
  public static final Paint NONE = new Paint(false);

  /** What went wrong. */
  public String red(String text) {
    return paint("31", text);
  }

  /** What should be known. */
  public String yellow(String text) {
    return paint("33", text);
  }

  /** What is as it should be. */
  public String green(String text) {
    return paint("32", text);
  }

  /** A heading. */
  public String bold(String text) {
    return paint("1", text);
  }

  /** What matters less. */
  public String dim(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
