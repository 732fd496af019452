package tally;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What some tests need beside Java. */
public final class Programs {
  private Programs() {}

  /**
   * Skips the test, and says so on a line of its own, where a program is not installed.
   *
   * @param hint where it comes from
   */
  public static void assume(String program, String hint) {
    boolean isInstalled =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!isInstalled) {
      System.err.println("SKIPPED: " + program + " is not installed (" + hint + ")");
    }
    assumeTrue(isInstalled, program + " is not installed");
  }
}
