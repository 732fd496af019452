package tally.cli;

import java.io.PrintStream;
import java.util.regex.Pattern;
import tally.http.Json;

/** What a command lists, row by row: lines for people, or a JSON array. */
final class Listing implements AutoCloseable {
  /** What users have written must not steer the terminal of whoever looks at it. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final PrintStream out;
  private final boolean json;
  private boolean empty = true;

  Listing(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * The next one.
   *
   * @param row as JSON has it, with the names of the API
   * @param line as people read it
   */
  void add(Object row, String line) {
    if (json) {
      out.print((empty ? "[\n" : ",\n") + Json.text(row));
    } else {
      out.println(CONTROL.matcher(line).replaceAll("\uFFFD"));
    }
    empty = false;
  }

  @Override
  public void close() {
    if (json) {
      out.println(empty ? "[]" : "\n]");
    }
  }
}
