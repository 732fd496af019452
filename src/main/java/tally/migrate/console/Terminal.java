package tally.migrate.console;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sees who sits in front of this process: colours, a live line, questions.
 *
 * @param out colours of standard output
 * @param err colours of standard error
 * @param line null where nothing can be drawn over
 * @param asks whether questions are seen, and can be answered
 */
public record Terminal(Paint out, Paint err, @Nullable LiveLine line, boolean asks) {
  public static final Terminal NONE = new Terminal(Paint.NONE, Paint.NONE, null, false);

  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;

  /**
   * The one of this process, as far as it can be seen, which is on Linux.
   *
   * @param err of this process; for any other stream there is none
   * @param environment {@code TERM}, {@code NO_COLOR} and {@code COLUMNS} are looked at
   * @param colour whether colours are wanted
   * @param live whether a live line is
   */
  public static Terminal find(
      PrintStream err, Map<String, String> environment, boolean colour, boolean live) {
    if (err != System.err || !isTerminal(ERROR)) {
      return NONE;
    }
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean paints = colour && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        new Paint(paints && isTerminal(OUTPUT)),
        new Paint(paints),
        live && !dumb ? new LiveLine(err, columns(environment.get("COLUMNS"))) : null,
        isTerminal(INPUT));
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = new File("/proc/self/fd/" + descriptor).getCanonicalPath();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static int columns(@Nullable String text) {
    try {
      return text == null ? USUAL_COLUMNS : Math.max(FEWEST_COLUMNS, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }

  /**
   * Reads a line of what is typed; null at the end of the input. Waits for it in a thread of its
   * own, because reading cannot be interrupted.
   */
  static @Nullable String read() throws InterruptedException {
    var typed = new FutureTask<@Nullable String>(Terminal::readLine);
    var reader = new Thread(typed, "migrate-answer");
    reader.setDaemon(true);
    reader.start();
    try {
      return typed.get();
    } catch (ExecutionException e) {
      return null;
    }
  }

  private static @Nullable String readLine() throws IOException {
    return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
        .readLine();
  }
}
