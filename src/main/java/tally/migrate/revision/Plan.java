package tally.migrate.revision;

import java.util.ArrayList;
import java.util.List;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * What is still to do, decided before anything is done.
 *
 * @param steps in the order in which they run, empty where there is nothing to do
 */
public record Plan(List<Step> steps) {
  public static final Plan NOTHING = new Plan(List.of());

  /** The way forward; nothing where the target is not ahead. */
  public static Plan upgrade(Chain chain, int from, int to) {
    var steps = new ArrayList<Step>();
    for (int place = from + 1; place <= to; place++) {
      steps.add(new Step(Direction.UP, chain.at(place), chain.id(place - 1), chain.id(place)));
    }
    return new Plan(steps);
  }

  /**
   * The way back: the down files from one place to an earlier one.
   *
   * @throws MigrationException if the target lies ahead, or a step on the way cannot be undone
   */
  public static Plan downgrade(Chain chain, int from, int to, String target) {
    if (to > from) {
      throw Refusal.asAlembic(
          Exit.STATE,
          "Destination " + target + " is not a valid downgrade target from current head(s)",
          "The database is at "
              + chain.name(from)
              + ", which is earlier: `migrate upgrade "
              + chain.name(to)
              + "` goes there");
    }
    var steps = new ArrayList<Step>();
    for (int place = from; place > to; place--) {
      Step step = new Step(Direction.DOWN, chain.at(place), chain.id(place), chain.id(place - 1));
      String reason = step.script().irreversible();
      if (reason != null) {
        throw irreversible(chain, from, place, reason);
      }
      steps.add(step);
    }
    return new Plan(steps);
  }

  private static MigrationException irreversible(Chain chain, int from, int place, String reason) {
    String id = chain.name(place);
    return new Refusal(
        Exit.IRREVERSIBLE,
        id
            + " cannot be undone: "
            + reason
            + ". Nothing was changed, the database is still at "
            + chain.name(from)
            + ". To go back further, restore from a backup taken before "
            + id
            + " was applied"
            + (from > place ? "; `migrate downgrade " + id + "` undoes what came after it" : ""));
  }

  /** The longest id that the version table has to hold on the way, empty if there is none. */
  public String longestId() {
    String longest = "";
    for (Step step : steps) {
      String id = step.revision().id();
      longest = id.length() > longest.length() ? id : longest;
    }
    return longest;
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
