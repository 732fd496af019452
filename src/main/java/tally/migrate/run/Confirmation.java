package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.console.Console;
import tally.migrate.database.Interruption;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.lint.Loss;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;
import tally.migrate.script.Script;

/** Says what a downgrade takes away, before it does; asks, where there is somebody to answer. */
public final class Confirmation {
  private final Console console;
  private final Interruption interruption;
  private final boolean agreed;

  /**
   * Nobody is asked yet.
   *
   * @param agreed whether it has been answered beforehand
   */
  public Confirmation(Console console, Interruption interruption, boolean agreed) {
    this.console = console;
    this.interruption = interruption;
    this.agreed = agreed;
  }

  /**
   * Returns if the plan may be carried out.
   *
   * @throws MigrationException if the answer is no
   */
  void ask(Session session, Plan plan) throws SQLException {
    var scripts = new ArrayList<Script>();
    for (Step step : plan.steps()) {
      scripts.add(step.script());
    }
    List<Loss> losses = Loss.of(scripts);
    List<String> lines = losses.isEmpty() ? List.of() : Losses.count(session, losses);
    interruption.check();
    if (lines.isEmpty()) {
      return;
    }
    Step first = plan.steps().get(0);
    Step last = plan.steps().get(plan.steps().size() - 1);
    console.warn(
        "Going back from "
            + first.revision().id()
            + " to "
            + (last.to() == null ? "base" : last.to())
            + " loses at least:\n  "
            + String.join("\n  ", lines));
    if (!agreed && console.asks() && !isYes()) {
      throw new Refusal(Exit.INTERRUPTED, "Nothing was run: the answer was not yes");
    }
  }

  private boolean isYes() {
    try {
      return console.ask("Go on?");
    } catch (InterruptedException e) {
      interruption.check();
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
