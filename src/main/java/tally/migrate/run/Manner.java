package tally.migrate.run;

/** How the files of a plan are run. */
public enum Manner {
  /** Each commits by itself. */
  FILE_BY_FILE,
  /** All of them commit together, or none. */
  ATOMIC,
  /** All of them in one transaction, which is rolled back. */
  DRY_RUN
}
