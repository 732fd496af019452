package tally.migrate.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.failure.MigrationException;

class ArgumentsTest {
  private static Arguments parse(String line) {
    return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  private static String refused(String line) {
    var error = assertThrows(MigrationException.class, () -> parse(line));
    assertEquals(2, error.exitCode());
    return error.getMessage();
  }

  @Test
  void nothingMeansUpgrade() {
    assertEquals(CommandName.UPGRADE, parse("").command());
    assertEquals(CommandName.UPGRADE, parse("--quiet").command());
  }

  @Test
  void optionsStandBeforeOrAfterTheCommand() {
    for (String line :
        List.of("--dir D upgrade +2 -v", "upgrade --dir=D +2 --verbose", "-v upgrade +2 --dir D")) {
      Arguments arguments = parse(line);
      assertEquals(CommandName.UPGRADE, arguments.command());
      assertEquals("+2", arguments.argument());
      assertEquals("D", arguments.value(Option.DIR));
      assertTrue(arguments.has(Option.VERBOSE));
    }
  }

  @Test
  void aMinusBeforeADigitIsAnArgument() {
    assertEquals("-1", parse("downgrade -1").argument());
    assertEquals("-3:current", parse("history -r -3:current").value(Option.RANGE));
    assertEquals("-1", parse("downgrade -- -1").argument());
  }

  @Test
  void aTypingMistakeGetsASuggestion() {
    assertEquals(
        "There is no command 'upgrad': did you mean 'upgrade'? See `migrate --help`",
        refused("upgrad"));
    assertEquals(
        "There is no option --lock-wiat: did you mean '--lock-wait'? See `migrate --help`",
        refused("upgrade --lock-wiat 3s"));
    assertEquals("There is no command 'xyz'. See `migrate --help`", refused("xyz"));
    assertEquals(
        "There is no command 'UPGRADE': did you mean 'upgrade'? See `migrate --help`",
        refused("UPGRADE"));
    assertEquals(
        "There is no command '-1': a revision stands behind one, such as `migrate upgrade 002`."
            + " See `migrate --help`",
        refused("-1"));
    assertEquals("There is no option --bar. See `migrate --help`", refused("upgrade --bar"));
    assertEquals(
        "--confirm needs a value: --confirm DATABASE. See `migrate --help`",
        refused("reset --confirm --dir d"));
    assertEquals(
        "`migrate current` has no option --yes. See `migrate current --help`",
        refused("current --yes"));
  }

  @Test
  void whatACommandDoesNotTakeIsRefused() {
    assertTrue(refused("current --purge").startsWith("`migrate current` has no option --purge"));
    assertTrue(refused("heads 001").startsWith("'001' is one argument too many"));
    assertTrue(refused("upgrade 001 002").startsWith("'002' is one argument too many"));
    assertTrue(refused("downgrade").startsWith("`migrate downgrade` needs a revision"));
    assertTrue(refused("upgrade --dir").startsWith("--dir needs a value"));
    assertTrue(refused("upgrade --dir=").startsWith("--dir needs a value"));
    assertTrue(refused("reset --confirm=").startsWith("--confirm needs a value"));
    assertTrue(refused("upgrade --sql=yes").startsWith("--sql takes no value"));
    assertTrue(refused("upgrade --dry").startsWith("There is no option --dry"));
    assertTrue(refused("-c alembic.ini upgrade head").contains("no configuration file"));
  }

  @Test
  void timesAndNumbersAreChecked() {
    assertEquals(
        Duration.ofMillis(500), parse("upgrade --lock-wait 500ms").duration(Option.LOCK_WAIT));
    assertEquals(Duration.ofMinutes(2), parse("upgrade --wait=2m").duration(Option.WAIT));
    assertEquals(Duration.ofSeconds(7), parse("upgrade --wait 7").duration(Option.WAIT));
    Arguments wrong = parse("upgrade --wait soon --retries -1");
    assertThrows(MigrationException.class, () -> wrong.duration(Option.WAIT));
    assertThrows(MigrationException.class, () -> wrong.number(Option.RETRIES, 10));
    assertFalse(wrong.has(Option.SQL));
    Arguments endless = parse("upgrade --wait 999999999h --statement-timeout 597h");
    assertThrows(MigrationException.class, () -> endless.duration(Option.WAIT));
    assertThrows(MigrationException.class, () -> endless.duration(Option.STATEMENT_TIMEOUT));
  }
}
