package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tally.TestApp;

/** The contract as others read it, who know nothing of this server. */
class StrangersIT {
  private static final String CONTRACT =
      Path.of("src", "main", "resources", "openapi.yaml").toAbsolutePath().toString();

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Npm.install();
  }

  @Test
  void aLinterHasNothingToSay() throws IOException, InterruptedException {
    Npm.run(bin("spectral"), "lint", CONTRACT, "-r", "spectral.yaml", "--fail-severity=hint");
  }

  @Test
  void aClientThatIsMadeFromItTakesTheTour() throws IOException, InterruptedException {
    Npm.run(bin("openapi-typescript"), CONTRACT, "-o", "contract.ts");
    Npm.run(bin("tsc"));
    try (var server = TestApp.start()) {
      var seen = Npm.run("node", "out/tour.js", "http://127.0.0.1:" + server.port());

      assertEquals(
          List.of(
              "registered",
              "logged in",
              "made a task",
              "completed it",
              "kept what had changed",
              "listed the tasks",
              "said something",
              "named it",
              "threw it away, and took it back",
              "was refused a blank title",
              "logged out",
              "was not let in again"),
          seen.lines().toList());
    }
  }

  private static String bin(String program) {
    return Path.of("node_modules", ".bin", program).toString();
  }
}
