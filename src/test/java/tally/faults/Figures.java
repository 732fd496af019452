package tally.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/** What the tests measured, for {@code scripts/faults}: a line each in the file it asks for. */
final class Figures {
  private static final String FILE = System.getProperty("faults.table", "");

  private Figures() {}

  /** Whether somebody wants them, who then has the machine to himself. */
  static boolean areWanted() {
    return !FILE.isEmpty();
  }

  static void note(String fault, String what, Duration time) {
    note(fault, what, String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9));
  }

  static void note(String fault, String what, String value) {
    if (areWanted()) {
      try {
        Files.writeString(
            Path.of(FILE),
            "| %s | %s | %s |\n".formatted(fault, what, value),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
