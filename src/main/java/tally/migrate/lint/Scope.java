package tally.migrate.lint;

/** Where a rule holds. */
enum Scope {
  ALWAYS(true, false, false),
  /** Not for what the same run has made: nobody uses it yet. */
  UNLESS_NEW(true, true, false),
  /** Nor for tables with few rows: the lock is gone in a moment. */
  UNLESS_NEW_OR_SMALL(true, true, true),
  /** Not in a down, which has to bring back what was there. */
  GOING_UP(false, false, false),
  GOING_UP_UNLESS_NEW(false, true, false);

  private final boolean down;
  private final boolean exceptNew;
  private final boolean exceptSmall;

  Scope(boolean down, boolean exceptNew, boolean exceptSmall) {
    this.down = down;
    this.exceptNew = exceptNew;
    this.exceptSmall = exceptSmall;
  }

  boolean holdsGoingDown() {
    return down;
  }

  boolean holdsForNew() {
    return !exceptNew;
  }

  boolean holdsForSmall() {
    return !exceptSmall;
  }
}
