package tally.db;

import java.util.stream.IntStream;

/**
 * What the planner is told of the size of a page. Of a limit that is a parameter a plan for any
 * values expects a tenth of all rows, so PostgreSQL takes it to be dearer than one for these
 * values, and plans each request anew, which takes longer than to run it. So a page is the
 * beginning of some rows whose number stands in the statement.
 */
public final class Bound {
  /** The usual pages, with one row more to know whether there is a next one; and the longest. */
  private static final int[] USUAL = {21, 51, 101};

  private Bound() {}

  /** What stands after {@code limit} within a statement whose own limit is so many rows. */
  public static String of(int rows) {
    int bound = IntStream.of(USUAL).filter(usual -> rows <= usual).findFirst().orElse(rows);
    return Integer.toString(bound);
  }
}
