package tally.migrate.lint;

/** What is done. */
enum Kind {
  CREATE_TABLE,
  /** A column of a new table, or one that is added. */
  DEFINE_COLUMN,
  DROP_TABLE(true),
  RENAME_TABLE(true),
  /** What ALTER TABLE can do beside the actions that have a kind of their own. */
  ALTER_TABLE(true),
  /** Writes the whole table anew. */
  REWRITE_TABLE(true),
  ADD_COLUMN(true),
  DROP_COLUMN(true),
  RENAME_COLUMN(true),
  COLUMN_TYPE(true),
  SET_NOT_NULL(true),
  DROP_NOT_NULL(true),
  /** The server gives it no value of its own any longer. */
  DROP_DEFAULT(true),
  ADD_CHECK(true),
  ADD_UNIQUE(true),
  /** A unique constraint or primary key of a new table. */
  DEFINE_UNIQUE,
  ADD_EXCLUSION(true),
  ADD_FOREIGN_KEY,
  VALIDATE_CONSTRAINT,
  RENAME_CONSTRAINT(true),
  DROP_CONSTRAINT(true),
  DETACH_PARTITION(true),
  CREATE_INDEX,
  RENAME_INDEX,
  DROP_INDEX(true),
  REINDEX,
  REFRESH_VIEW,
  VACUUM_FULL(true),
  CLUSTER(true),
  TRUNCATE(true),
  LOCK_TABLE(true),
  ADD_ENUM_VALUE,
  RENAME_ENUM_VALUE,
  /** A type, a sequence, a view, a function …, whose sort the detail says. */
  CREATE_OBJECT,
  DROP_OBJECT,
  RENAME_OBJECT,
  /** A sequence that goes with its table from now on. */
  OWN_SEQUENCE,
  DELETE_ALL,
  UPDATE_ALL,
  LONG_NAME;

  private final boolean exclusive;

  Kind() {
    this(false);
  }

  Kind(boolean exclusive) {
    this.exclusive = exclusive;
  }

  /** Whether its lock, held until the transaction ends, keeps readers out. */
  boolean isExclusive() {
    return exclusive;
  }
}
