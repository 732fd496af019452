package tally.migrate.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;

/**
 * Steps that commit together: one file, or all files of a plan.
 *
 * @param steps at least one, in the order in which they run; more than one only where each of their
 *     files may be in a transaction
 */
record Leg(List<Step> steps) {

  static List<Leg> of(Plan plan, Manner manner) {
    if (manner != Manner.FILE_BY_FILE) {
      return List.of(new Leg(plan.steps()));
    }
    var legs = new ArrayList<Leg>(plan.steps().size());
    for (Step step : plan.steps()) {
      legs.add(new Leg(List.of(step)));
    }
    return legs;
  }

  Step first() {
    return steps.get(0);
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  boolean isOneFile() {
    return steps.size() == 1;
  }

  /** What stands in the version table when it has committed, null for base. */
  @Nullable String to() {
    return last().to();
  }

  /** {@code 003 to 007}. */
  String name() {
    return name(last());
  }

  private String name(Step end) {
    String id = first().revision().id();
    return end.equals(first()) ? id : id + " to " + end.revision().id();
  }

  /**
   * What the database looks like when it has failed.
   *
   * @param reached the step that was under way
   */
  String outcome(Step reached) {
    return first().before() + rolledBack(reached);
  }

  /** {@code 003 to 005 were rolled back}. */
  String rolledBack(Step reached) {
    return name(reached) + (reached.equals(first()) ? " was rolled back" : " were rolled back");
  }
}
