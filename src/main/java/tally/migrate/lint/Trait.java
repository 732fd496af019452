package tally.migrate.lint;

/** How it is done. */
enum Trait {
  CONCURRENTLY,
  NOT_VALID,
  USING_INDEX,
  /** Refuses a second row with the same values. */
  UNIQUE,
  CASCADE,
  IF_EXISTS,
  IF_NOT_EXISTS,
  OR_REPLACE,
  TEMPORARY,
  /** A column whose value is computed row by row when it is added. */
  FILLS_ROWS,
  /** A column that no existing row has a value for. */
  NEEDS_VALUE,
  JSON,
  CHAR,
  TIMESTAMP,
  SERIAL,
  INT_KEY,
  /** A check that columns are not null and nothing else. */
  NOT_NULL_CHECK,
  /** A NOT NULL that a validated check already says. */
  PROVED,
  /** A type that holds all that the old one did, in the same form. */
  WIDER,
  /** In the transaction that added the constraint. */
  SAME_TRANSACTION,
  /** The same file makes another one of that name, before anybody can miss it. */
  REPLACED
}
