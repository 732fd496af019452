package tally.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliTest {
  @Test
  void aWordThatIsNoCommandIsSaidWithTheOneThatMayHaveBeenMeant() {
    assertMisuse(
        "There is no command migrat. Did you mean migrate? See: java -jar app.jar --help",
        "migrat");
    assertMisuse(
        "There is no command usr. Did you mean user? See: java -jar app.jar --help", "usr");
    assertMisuse("There is no command x. See: java -jar app.jar user --help", "user", "x");
  }

  @Test
  void anArgumentTooManyIsNotTakenForACommand() {
    assertMisuse(
        "There is an argument too many: x. See: java -jar app.jar serve --help", "serve", "x");
  }

  @Test
  void everySentenceHasOneEnd() {
    assertMisuse("Unknown subcommand 'x'. See: java -jar app.jar --help", "help", "x");
    assertMisuse("Unknown option: '--x'. See: java -jar app.jar --help", "--x");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String words :
        List.of(
            "serve",
            "user",
            "user create",
            "user list",
            "user show",
            "user password",
            "user activate",
            "user deactivate",
            "user delete",
            "task",
            "task create",
            "task list",
            "purge",
            "doctor",
            "healthcheck",
            "completion",
            "version")) {
      var run = new Commands(Map.of()).run((words + " --help").split(" ", -1));
      assertEquals(0, run.exitCode(), words);
      assertTrue(run.out().contains("Example"), run::out);
      assertEquals("", run.err(), words);
    }
  }

  @Test
  void theVersionIsForProgramsToo() {
    var run = new Commands(Map.of()).run("version", "--json");
    assertTrue(run.out().matches("\\{\"version\":\"[^\"]+\"}\n"), run::out);
  }

  /** In the locale C, the usual one in a container, Java reads the bytes of ü so. */
  @Test
  void whatCannotBeReadIsNotStored() {
    assertMisuse(
        "An argument has characters that cannot be read in this locale; set LC_ALL=C.UTF-8, then"
            + " try again.",
        "task",
        "create",
        "--user",
        "ann@example.com",
        "gr\uFFFD\uFFFDn");
  }

  private static void assertMisuse(String sentence, String... words) {
    var run = new Commands(Map.of("DATABASE_URL", "postgresql://127.0.0.1:1/none")).run(words);
    assertEquals(2, run.exitCode());
    assertEquals(sentence, run.err().strip());
    assertEquals("", run.out());
  }
}
