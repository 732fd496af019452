package tally.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Somebody who can be asked. */
public final class Terminal {
  private final Console console;

  private Terminal(Console console) {
    this.console = console;
  }

  /** The terminal of this process; null where input or output is something else. */
  // Null is what says so up to Java 21; what says so later is asked for below.
  @SuppressWarnings("SystemConsoleNull")
  public static @Nullable Terminal find() {
    var console = System.console();
    return console != null && isTerminal(console) ? new Terminal(console) : null;
  }

  /** From Java 22 on there is a console without a terminal too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** What is typed without being shown; empty at the end of the input. */
  String password(String prompt) {
    var typed = console.readPassword("%s", prompt);
    return typed == null ? "" : new String(typed);
  }

  /** What is typed; empty at the end of the input. */
  String line(String prompt) {
    var typed = console.readLine("%s", prompt);
    return typed == null ? "" : typed;
  }
}
