package tally;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** What some tests need beside Java. */
public final class Programs {
  private Programs() {}

  /**
   * Skips the test, and says so on a line of its own, where a program is not installed.
   *
   * @param hint where it comes from
   */
  public static void assume(String program, String hint) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    System.err.println("SKIPPED: " + program + " is not installed (" + hint + ")");
    assumeTrue(false, program + " is not installed");
  }
}
