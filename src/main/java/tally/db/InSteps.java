package tally.db;

import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;

/**
 * Deletes rows of which there may be millions. One statement for all of them would take longer than
 * a statement may, and one transaction would keep others waiting for its locks, and a connection
 * from everybody: so each step takes some, and commits. Whoever begins has first seen to it that
 * nobody misses the rest, should it not come to its end.
 *
 * <p>Such a statement names rows by where they are: {@code ctid = any(array(select ctid … limit
 * …))}. By their ids they would be joined with all others, each with each where the planner does
 * not know yet that there are many.
 */
public final class InSteps {
  /** How many rows go at once: others wait for a connection no longer than that takes. */
  public static final int ROWS = 2000;

  /** So many steps at a time, whoever asks: most connections are for everything else. */
  private final Semaphore turns = new Semaphore(2, true);

  /**
   * Again and again, until there is nothing left.
   *
   * @param some deletes up to {@link #ROWS} of them with a connection of its own, and says how many
   * @return how many there were
   */
  public long deleteAll(IntSupplier some) {
    long all = 0;
    for (int rows; (rows = inTurn(some)) > 0; ) {
      all += rows;
    }
    return all;
  }

  private int inTurn(IntSupplier some) {
    turns.acquireUninterruptibly();
    try {
      return some.getAsInt();
    } finally {
      turns.release();
    }
  }
}
