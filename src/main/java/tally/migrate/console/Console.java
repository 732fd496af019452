package tally.migrate.console;

import java.io.PrintStream;

/**
 * Where the output goes: answers to standard output, everything else to standard error.
 *
 * @param out answers, for people and scripts
 * @param err what is going on and what went wrong
 * @param quiet nothing but warnings and errors on standard error
 * @param verbose more detail, and the stack trace of what was not expected
 * @param json answers as JSON
 * @param colour whether errors and warnings are coloured
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean quiet,
    boolean verbose,
    boolean json,
    boolean colour) {

  private static final String RED = "\033[31m";
  private static final String YELLOW = "\033[33m";
  private static final String PLAIN = "\033[0m";

  /** A line of the answer. */
  public void print(String line) {
    out.print(line + "\n");
  }

  /** What is being done. */
  public void note(String line) {
    if (!quiet) {
      err.print(line + "\n");
    }
  }

  /** What is done all the same, but should be known. */
  public void warn(String message) {
    err.print(paint(YELLOW, "Warning: ") + message + "\n");
  }

  /** Why the command ends. */
  public void error(String message) {
    err.print(paint(RED, message) + "\n");
  }

  private String paint(String paint, String text) {
    return colour ? paint + text + PLAIN : text;
  }
}
