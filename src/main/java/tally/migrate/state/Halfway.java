package tally.migrate.state;

import org.jspecify.annotations.Nullable;
import tally.migrate.revision.Direction;

/**
 * How far a file without a transaction has come.
 *
 * @param done how many of its statements have committed
 * @param sha256 of those statements' texts, by which it is seen whether they are still the same
 * @param trying the number of the statement that was begun and may have left something behind, from
 *     1; 0 for none
 * @param invalidBefore object ids, with commas, of the indexes that were invalid before that
 *     statement began; and, if it names none, of all others of its table
 */
public record Halfway(
    String revision,
    Direction direction,
    int done,
    @Nullable String sha256,
    int trying,
    String invalidBefore) {

  /**
   * Where a file stopped: {@code after statement 2 of 5}, {@code before the first of 5 statements}.
   *
   * @param all how many statements it has; 0 where that is not known
   */
  public static String place(int done, int all) {
    if (done == 0) {
      return all > 1 ? "before the first of " + all + " statements" : "before its first statement";
    }
    return "after statement " + done + (all == 0 ? "" : " of " + all);
  }
}
