package tally.migrate.console;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal, drawn over and over: what is being done at this moment, for whatever
 * takes longer than a moment. Everything else that goes to the terminal is printed through it, so
 * that it is out of the way first.
 *
 * <p>A thread draws it, ten times a second, and asks for its text each time: what is being done is
 * not slowed down by being shown.
 */
public final class LiveLine {
  private static final long BEFORE_FIRST = 300;
  private static final long BETWEEN = 100;

  private static final String ERASE = "\r\033[2K";
  // A terminal may be narrower than it says: it cuts off what does not fit then.
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";

  private final PrintStream terminal;
  private final int columns;
  private @Nullable Text text;
  private @Nullable Thread painter;
  private String last = "";
  private boolean drawn;

  /** What stands in it. Asked for again and again, by another thread. */
  public interface Text {
    String text();
  }

  /**
   * Nothing is drawn yet.
   *
   * @param columns how wide it may be
   */
  LiveLine(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  /** From now on this is shown; null for nothing, at once. */
  public synchronized void show(@Nullable Text newText) {
    text = newText;
    if (newText == null) {
      erase();
    } else if (painter == null) {
      painter = new Thread(this::paint, "migrate-live-line");
      painter.setDaemon(true);
      painter.start();
    } else {
      notifyAll();
    }
  }

  /** Prints something that stays, to wherever it belongs. */
  synchronized void print(PrintStream stream, String line) {
    erase();
    stream.print(line);
  }

  private void erase() {
    if (drawn) {
      terminal.print(ERASE);
      drawn = false;
    }
  }

  private void paint() {
    try {
      Thread.sleep(BEFORE_FIRST);
      while (true) {
        draw();
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void draw() throws InterruptedException {
    while (text == null) {
      wait();
    }
    String line = fit(text.text());
    if (!drawn || !line.equals(last)) {
      terminal.print(ERASE + WRAP_OFF + line + WRAP_ON);
      drawn = true;
      last = line;
    }
  }

  /** The last column stays free: what stands in it would wrap on some terminals. */
  private String fit(String shown) {
    int most = columns - 1;
    var line = new StringBuilder();
    int length = 0;
    for (int i = 0; i < shown.length() && length < most; length++) {
      int character = shown.codePointAt(i);
      i += Character.charCount(character);
      line.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
    }
    return line.toString();
  }
}
