package tally.migrate.revision;

import org.jspecify.annotations.Nullable;
import tally.migrate.script.Script;

/**
 * One file to run.
 *
 * @param revision whose up or down file it is
 * @param from what stands in the version table before, null for base
 * @param to what stands there afterwards, null for base
 */
public record Step(
    Direction direction, Revision revision, @Nullable String from, @Nullable String to) {

  /** The file that runs: the revision's up or its down. */
  public Script script() {
    return direction == Direction.UP ? revision.up() : revision.down();
  }

  /** What the database looks like when the step has failed. */
  public String rolledBack() {
    return before() + revision.id() + " was rolled back";
  }

  /** {@code at 001; }. */
  public String before() {
    return place() + "; ";
  }

  /** {@code at 001}: where the database is before it. */
  public String place() {
    return "at " + (from == null ? "base" : from);
  }

  /** {@code upgrade 001 -> 002}, with nothing where base stands. */
  public String route() {
    return direction.command() + " " + (from == null ? "" : from) + " -> " + (to == null ? "" : to);
  }
}
