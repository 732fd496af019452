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
import tally.migrate.state.LoggedRevisions;

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
    boolean logged = showLogged(plan);
    boolean loses = warn(session, plan);
    if (agreed || !(loses || logged)) {
      return;
    }
    if (!console.asks()) {
      if (logged) {
        throw new Refusal(
            Exit.STATE,
            "This SQL is out of migrator.log, and not in these files. Nothing was run. If it is"
                + " right: `migrate downgrade "
                + end(plan)
                + " --from-log --yes`");
      }
    } else if (!isYes()) {
      throw new Refusal(Exit.INTERRUPTED, "Nothing was run: the answer was not yes");
    }
  }

  /** Says what will be lost; returns whether anything will. */
  boolean warn(Session session, Plan plan) throws SQLException {
    var scripts = new ArrayList<Script>();
    for (Step step : plan.steps()) {
      scripts.add(step.script());
    }
    List<Loss> losses = Loss.of(scripts);
    List<String> lines = losses.isEmpty() ? List.of() : Losses.count(session, losses);
    interruption.check();
    if (!lines.isEmpty()) {
      console.warn(
          "Going back from "
              + plan.steps().get(0).revision().id()
              + " to "
              + end(plan)
              + " loses at least:\n  "
              + String.join("\n  ", lines));
    }
    return !lines.isEmpty();
  }

  private static String end(Plan plan) {
    String end = plan.steps().get(plan.steps().size() - 1).to();
    return end == null ? "base" : end;
  }

  /** Shows what is out of the log, where nobody has reviewed it; returns whether there is such. */
  private boolean showLogged(Plan plan) {
    boolean logged = false;
    for (Step step : plan.steps()) {
      if (LoggedRevisions.contain(step.revision())) {
        logged = true;
        String to = step.to() == null ? "base" : step.to();
        String sql =
            "-- "
                + step.from()
                + " -> "
                + to
                + ", from migrator.log\n"
                + step.script().text().strip();
        if (console.json()) {
          console.warn(sql);
        } else {
          console.print(sql + "\n");
        }
      }
    }
    return logged;
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
