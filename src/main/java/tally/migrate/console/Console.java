package tally.migrate.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the output goes: answers to standard output, everything else to standard error.
 *
 * @param out answers, for people and scripts
 * @param err what is going on and what went wrong
 * @param quiet nothing but warnings and errors on standard error
 * @param verbose more detail, and the stack trace of what was not expected
 * @param json answers as JSON
 * @param terminal what can be done beside printing lines
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean quiet,
    boolean verbose,
    boolean json,
    Terminal terminal) {

  /** A line of the answer. */
  public void print(String line) {
    print(out, line);
  }

  /** A line of the answer that somebody runs, byte by byte. */
  public void printSql(String line) {
    printAsIs(out, line);
  }

  /** What is being done. */
  public void note(String line) {
    if (!quiet) {
      print(err, line);
    }
  }

  /** What only somebody at a terminal is told. */
  public void remark(String line) {
    if (isLive()) {
      note(terminal.err().dim(line));
    }
  }

  /** What is done all the same, but should be known. */
  public void warn(String message) {
    print(err, terminal.err().yellow("Warning: ") + message);
  }

  /** Why the command ends. */
  public void error(String message) {
    print(err, terminal.err().red(message));
  }

  private void print(PrintStream stream, String line) {
    // JSON spells out by itself what has to be.
    boolean answer = stream == out;
    Paint paint = answer ? terminal.out() : terminal.err();
    printAsIs(stream, json && answer ? line : Visible.of(line, paint));
  }

  private void printAsIs(PrintStream stream, String line) {
    LiveLine live = terminal.line();
    if (live == null) {
      stream.print(line + "\n");
    } else {
      live.print(stream, line + "\n");
    }
  }

  /** Colours for what is printed as the answer. */
  public Paint paint() {
    return terminal.out();
  }

  /** Whether somebody sees what is shown by {@link #show}. */
  public boolean isLive() {
    return terminal.line() != null;
  }

  /** Shows what is being done at this moment, on a terminal; null for nothing more. */
  public void show(LiveLine.@Nullable Text text) {
    LiveLine live = terminal.line();
    if (live != null) {
      live.show(text);
    }
  }

  /** Whether there is somebody to ask. */
  public boolean asks() {
    return terminal.asks();
  }

  /**
   * Asks for a yes.
   *
   * @param question in one line
   * @return whether the answer was {@code y} or {@code yes}
   */
  public boolean ask(String question) throws InterruptedException {
    show(null);
    err.print(question + " [y/N] ");
    err.flush();
    String typed = Terminal.read();
    if (typed == null) {
      err.print("\n");
    }
    String answer = Objects.requireNonNullElse(typed, "").strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }
}
