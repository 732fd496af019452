package tally.db;

import java.util.function.IntSupplier;

/**
 * Deletes rows of which there may be millions. One statement for all of them would take longer than
 * a statement may, so each takes some, within one transaction if it is to be all or nothing.
 *
 * <p>Such a statement names rows by where they are: {@code ctid = any(array(select ctid … limit
 * …))}. By their ids they would be joined with all others, each with each where the planner does
 * not know yet that there are many.
 */
public final class InSteps {
  /** How many rows go at once, well within the time that a statement has. */
  public static final int ROWS = 10_000;

  private InSteps() {}

  /**
   * Again and again, until there is nothing left.
   *
   * @param some deletes up to {@link #ROWS} of them, and says how many
   * @return how many there were
   */
  public static long deleteAll(IntSupplier some) {
    long all = 0;
    for (int rows; (rows = some.getAsInt()) > 0; ) {
      all += rows;
    }
    return all;
  }
}
