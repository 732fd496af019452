package tally.migrate.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What is printed, and what a terminal makes of it. */
class ConsoleTest {
  private static final Paint COLOURS = new Paint(true);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean json) {
    return console(json, COLOURS);
  }

  private Console console(boolean json, Paint paint) {
    return new Console(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        false,
        false,
        json,
        new Terminal(paint, paint, null, false));
  }

  @Test
  void whatWouldCommandTheTerminalIsSpeltOut() {
    console(false).print("table t\033[2J\033[35m\u009b3J\007\r\177é was added");
    console(false).error("no\033]0;title\n\tyes");

    assertEquals(
        "table t\\x1b[2J\\x1b[35m\\x9b3J\\x07\\x0d\\x7fé was added\n", out.toString(UTF_8));
    assertEquals("\033[31mno\\x1b]0;title\n\tyes\033[0m\n", err.toString(UTF_8));
  }

  @Test
  void ourOwnColoursStay() {
    String line = COLOURS.green("a") + COLOURS.bold("b") + COLOURS.dim("c") + COLOURS.yellow("d");

    console(false).print(line);

    assertEquals(line + "\n", out.toString(UTF_8));
  }

  @Test
  void whereNothingIsPaintedNoColourIsOurs() {
    console(false, Paint.NONE).print("\033[31mred");

    assertEquals("\\x1b[31mred\n", out.toString(UTF_8));
  }

  @Test
  void sqlIsPrintedByteByByteAndSoIsJson() {
    console(false).printSql("select '\033'");
    console(true).print("{\"a\":\"\u0085\"}");

    assertEquals("select '\033'\n{\"a\":\"\u0085\"}\n", out.toString(UTF_8));
  }
}
