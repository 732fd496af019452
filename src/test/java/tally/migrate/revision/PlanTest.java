package tally.migrate.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.failure.Refusal;

class PlanTest {
  private final Chain chain = Chains.of("a", "b", "!c", "d");

  private static List<String> routes(Plan plan) {
    return plan.steps().stream().map(Step::route).toList();
  }

  @Test
  void anUpgradeRunsEveryFileInBetweenInOrder() {
    assertEquals(
        List.of("upgrade  -> a", "upgrade a -> b", "upgrade b -> c"),
        routes(Plan.upgrade(chain, 0, 3)));
    assertTrue(Plan.upgrade(chain, 3, 1).isEmpty());
  }

  @Test
  void aDowngradeRunsThemBackwards() {
    assertEquals(
        List.of("downgrade b -> a", "downgrade a -> "),
        routes(Plan.downgrade(chain, 2, 0, "base")));
    assertTrue(Plan.downgrade(chain, 2, 2, "b").isEmpty());
  }

  @Test
  void anIrreversibleStepAnywhereOnTheWayRefusesTheWhole() {
    var error = assertThrows(Refusal.class, () -> Plan.downgrade(chain, 4, 1, "a"));

    assertEquals(5, error.exitCode());
    assertEquals(
        "c cannot be undone: gone. Nothing was changed, the database is still at d. To go back"
            + " further, restore from a backup taken before c was applied; `migrate downgrade c`"
            + " undoes what came after it",
        error.getMessage());
    assertEquals(1, Plan.downgrade(chain, 4, 3, "c").steps().size());
  }

  @Test
  void aDowngradeForwardIsRefused() {
    var error = assertThrows(Refusal.class, () -> Plan.downgrade(chain, 1, 2, "b"));

    assertEquals(
        "Destination b is not a valid downgrade target from current head(s)", error.alembic());
  }
}
