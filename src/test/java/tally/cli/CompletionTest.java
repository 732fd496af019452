package tally.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletionTest {
  private final Commands commands = new Commands(Map.of());

  @Test
  void theScriptKnowsTheCommandsOfTheMigratorToo() {
    var script = commands.run("completion", "tally");

    assertEquals(0, script.exitCode());
    assertTrue(script.out().contains("complete -F _complete_tally"), script::out);
    for (String word : new String[] {"doctor", "deactivate", "downgrade", "--lock-timeout"}) {
      assertTrue(script.out().contains(word), word);
    }
  }

  @Test
  void aNameIsNoScript() {
    assertEquals(2, commands.run("completion", "x; rm -rf y").exitCode());
  }
}
