package tally.migrate.lint;

import static tally.migrate.lint.Scope.ALWAYS;
import static tally.migrate.lint.Scope.GOING_UP;
import static tally.migrate.lint.Scope.GOING_UP_UNLESS_NEW;
import static tally.migrate.lint.Scope.UNLESS_NEW;
import static tally.migrate.lint.Scope.UNLESS_NEW_OR_SMALL;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the linter looks for. The ids are the names in lower case with hyphens, and stable: they
 * stand in files. Which locks are taken: PostgreSQL documentation, ALTER TABLE and chapter 13.3.
 */
public enum Rule {
  INDEX_NOT_CONCURRENT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.CREATE_INDEX) && !c.has(Trait.CONCURRENTLY),
      "nobody can write to the table until the index is built",
      "CREATE INDEX CONCURRENTLY, in a file with '-- migrate: no-transaction'"),
  DROP_INDEX_NOT_CONCURRENT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.DROP_INDEX) && !c.has(Trait.CONCURRENTLY),
      "it waits for every query on the table to end, and all that come after wait behind it",
      "DROP INDEX CONCURRENTLY, in a file with '-- migrate: no-transaction'"),
  REINDEX_NOT_CONCURRENT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.REINDEX) && !c.has(Trait.CONCURRENTLY),
      "nobody can write to the table, or use the index, until it is built again",
      "REINDEX … CONCURRENTLY, in a file with '-- migrate: no-transaction'"),
  REFRESH_NOT_CONCURRENT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.REFRESH_VIEW) && !c.has(Trait.CONCURRENTLY),
      "nobody can read the view until it is filled again",
      "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view"),
  DETACH_NOT_CONCURRENT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.DETACH_PARTITION) && !c.has(Trait.CONCURRENTLY),
      "it waits for every query on the table to end, and all that come after wait behind it",
      "DETACH PARTITION … CONCURRENTLY, in a file with '-- migrate: no-transaction'"),
  COLUMN_TYPE(
      UNLESS_NEW,
      c -> c.is(Kind.COLUMN_TYPE) && !c.has(Trait.WIDER),
      "the table and its indexes are written anew while nobody can read it, and programs that run"
          + " expect the old type",
      "add a column of the new type, fill it in portions, let the program write both, then switch"),
  ADD_COLUMN_FILLS_ROWS(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.ADD_COLUMN) && c.has(Trait.FILLS_ROWS),
      "its value is computed for each row, so the table is written anew while nobody can read it",
      "add the column without it, SET DEFAULT in a second statement, fill the old rows in portions"),
  ADD_COLUMN_NEEDS_VALUE(
      UNLESS_NEW,
      c -> c.is(Kind.ADD_COLUMN) && c.has(Trait.NEEDS_VALUE),
      "NOT NULL without a default fails as soon as the table has a row, and after it every insert of"
          + " a program that does not know the column",
      "give a constant default, or add it nullable, fill it, and make it NOT NULL afterwards"),
  SET_NOT_NULL(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.SET_NOT_NULL) && !c.has(Trait.PROVED) && !c.has(Trait.NOT_VALID),
      "the whole table is read while nobody can use it",
      "ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL, drop the"
          + " CHECK, each on its own in a file with '-- migrate: no-transaction'"),
  DROP_NOT_NULL(
      GOING_UP_UNLESS_NEW,
      c -> c.is(Kind.DROP_NOT_NULL),
      "programs that run do not expect to read a null there",
      "let a release go first that can read nulls, and say so in an ignore"),
  DROP_DEFAULT(
      GOING_UP_UNLESS_NEW,
      c -> c.is(Kind.DROP_DEFAULT),
      "programs that run leave the column out of what they insert, and then write a null or fail",
      "keep the default until every program that runs gives a value, and say so in an ignore"),
  CHECK_WITHOUT_NOT_VALID(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.ADD_CHECK) && !c.has(Trait.NOT_VALID),
      "the whole table is read while nobody can use it",
      "ADD CONSTRAINT … CHECK … NOT VALID, and VALIDATE CONSTRAINT in another transaction"),
  FOREIGN_KEY_WITHOUT_NOT_VALID(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.ADD_FOREIGN_KEY) && !c.has(Trait.NOT_VALID),
      "nobody can write to either table until every row is looked up",
      "ADD CONSTRAINT … FOREIGN KEY … NOT VALID, and VALIDATE CONSTRAINT in another transaction"),
  VALIDATE_IN_SAME_TRANSACTION(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.VALIDATE_CONSTRAINT) && c.has(Trait.SAME_TRANSACTION),
      "the lock of adding the constraint is held while the whole table is read: NOT VALID gains"
          + " nothing",
      "VALIDATE CONSTRAINT in a later file, or both in a file with '-- migrate: no-transaction'"),
  UNIQUE_WITHOUT_INDEX(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.ADD_UNIQUE) && !c.has(Trait.USING_INDEX),
      "nobody can use the table until the index behind the constraint is built",
      "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE (or PRIMARY KEY) USING INDEX"),
  EXCLUSION_CONSTRAINT(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.ADD_EXCLUSION),
      "nobody can use the table until the index behind the constraint is built, and there is no"
          + " other way to add one",
      "add it when the table is made, or in a maintenance window with an ignore that says so"),
  TABLE_REWRITE(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.REWRITE_TABLE),
      "the table is written anew while nobody can read it",
      "make a new table so, copy in portions and switch, or use a maintenance window"),
  VACUUM_FULL(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.VACUUM_FULL),
      "the table is written anew while nobody can read it",
      "plain VACUUM, or a tool such as pg_repack outside of migrations"),
  CLUSTER(
      UNLESS_NEW_OR_SMALL,
      c -> c.is(Kind.CLUSTER),
      "the table is written anew while nobody can read it",
      "leave the order to indexes, or use a tool such as pg_repack outside of migrations"),
  LOCK_TABLE(
      UNLESS_NEW,
      c -> c.is(Kind.LOCK_TABLE),
      "everybody else waits until the whole file is through",
      "leave locking to the statements, and make each of them short"),
  SEVERAL_TABLES_LOCKED(
      UNLESS_NEW_OR_SMALL,
      "the file holds the lock on another table while it waits for this one, which stops both and"
          + " invites deadlocks",
      "one table per file, or a file with '-- migrate: no-transaction'"),
  RENAME_TABLE(
      GOING_UP_UNLESS_NEW,
      c -> c.is(Kind.RENAME_TABLE),
      "programs that run still ask for the old name and fail",
      "keep the name, or leave a view with the old one until no program uses it"),
  RENAME_COLUMN(
      GOING_UP_UNLESS_NEW,
      c -> c.is(Kind.RENAME_COLUMN),
      "programs that run still ask for the old name and fail",
      "add a column, write both, move the readers, then drop the old one in a later release"),
  RENAME_ENUM_VALUE(
      GOING_UP,
      c -> c.is(Kind.RENAME_ENUM_VALUE),
      "programs that run still write the old value and fail",
      "add a value, move the programs, then move the rows"),
  DROP_TABLE(
      UNLESS_NEW,
      c -> c.is(Kind.DROP_TABLE),
      "its rows are gone for good, and programs that run still ask for it",
      "drop it a release after the last program that used it, and say so in an ignore"),
  DROP_COLUMN(
      UNLESS_NEW,
      c -> c.is(Kind.DROP_COLUMN),
      "its values are gone for good, and programs that run still ask for it",
      "drop it a release after the last program that used it, and say so in an ignore"),
  DROP_UNIQUE(
      GOING_UP_UNLESS_NEW,
      c -> c.is(Kind.DROP_INDEX, Kind.DROP_CONSTRAINT) && c.has(Trait.UNIQUE),
      "programs that run insert with ON CONFLICT on its columns and then fail, or count on it to"
          + " refuse a second row",
      "drop it a release after the last program that needs it, and say so in an ignore; or make"
          + " another one on the same columns first"),
  RENAME_OBJECT(
      GOING_UP,
      c -> c.is(Kind.RENAME_OBJECT) && ObjectSort.isUsedByName(c.detail()),
      "programs that run still use the old name and fail",
      "make a second one with the new name, and drop the old one in a later release"),
  DROP_OBJECT(
      GOING_UP,
      c -> c.is(Kind.DROP_OBJECT) && ObjectSort.isUsedByName(c.detail()) && !c.has(Trait.REPLACED),
      "programs that run may still use it",
      "drop it a release after the last program that used it, and say so in an ignore"),
  DROP_CASCADE(
      ALWAYS,
      c ->
          c.has(Trait.CASCADE)
              && c.is(
                  Kind.DROP_TABLE,
                  Kind.DROP_COLUMN,
                  Kind.DROP_CONSTRAINT,
                  Kind.DROP_INDEX,
                  Kind.DROP_OBJECT),
      "CASCADE drops whatever depends on it, which may be more than anybody has in mind",
      "name each thing that goes, and drop it without CASCADE"),
  TRUNCATE(
      UNLESS_NEW,
      c -> c.is(Kind.TRUNCATE) && !c.has(Trait.CASCADE),
      "every row is gone for good, and nobody can read the table until the file is through",
      "DELETE … WHERE, in portions; or an ignore that says why no row is needed"),
  TRUNCATE_CASCADE(
      ALWAYS,
      c -> c.is(Kind.TRUNCATE) && c.has(Trait.CASCADE),
      "it empties every table that refers to this one, too, however many there are",
      "name each table that is to be emptied, without CASCADE"),
  DELETE_WITHOUT_WHERE(
      UNLESS_NEW,
      c -> c.is(Kind.DELETE_ALL),
      "it deletes every row",
      "say which rows; WHERE true where all are meant"),
  UPDATE_WITHOUT_WHERE(
      UNLESS_NEW,
      c -> c.is(Kind.UPDATE_ALL),
      "it writes every row anew in one transaction, and locks each until the end",
      "say which rows need it, and go in portions; WHERE true where all are meant"),
  ENUM_VALUE_USED(
      ALWAYS,
      "an enum value cannot be used in the transaction that adds it: the server refuses",
      "ALTER TYPE … ADD VALUE in a file of its own, before this one"),
  INCOMPLETE_DOWN(
      ALWAYS,
      "the way back does not undo what its up does to these, so the next way up fails or differs",
      "drop what the up makes and make what it drops, or '-- migrate: irreversible REASON'"),
  JSON_TYPE(
      GOING_UP,
      c -> c.has(Trait.JSON),
      "json has no equality, so DISTINCT and GROUP BY fail, and no index",
      "jsonb"),
  CHAR_TYPE(
      GOING_UP,
      c -> c.has(Trait.CHAR),
      "char(n) pads with blanks, which count in some comparisons and not in others",
      "text or varchar, with a CHECK where the length matters"),
  TIMESTAMP_TYPE(
      GOING_UP,
      c -> c.has(Trait.TIMESTAMP),
      "a timestamp without time zone means another moment in every zone",
      "timestamptz"),
  SERIAL_TYPE(
      GOING_UP,
      c -> c.has(Trait.SERIAL),
      "the sequence behind serial has rights and a life of its own",
      "bigint GENERATED BY DEFAULT AS IDENTITY, or uuid"),
  INT_KEY(
      GOING_UP,
      c -> c.has(Trait.INT_KEY),
      "a key of at most 32 bits runs out, and to widen it later the table is written anew",
      "bigint or uuid"),
  LONG_NAME(
      GOING_UP,
      c -> c.is(Kind.LONG_NAME),
      "a name over 63 bytes is cut off without an error, and may then be that of something else",
      "a shorter name"),
  UNUSED_IGNORE(
      ALWAYS,
      "the statement that follows has no such finding",
      "remove the line, or move it to the statement it is about"),
  UNKNOWN_RULE(
      ALWAYS,
      "there is no such rule to be ignored",
      "one of those that `migrate lint --help` lists");

  private final Scope scope;

  // A function is not known to be immutable; these have nothing that could change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<Change> found;

  private final String why;
  private final String safe;

  /** One that no single change shows: {@link ScriptLinter} looks at the whole file for it. */
  Rule(Scope scope, String why, String safe) {
    this(scope, c -> false, why, safe);
  }

  Rule(Scope scope, Predicate<Change> found, String why, String safe) {
    this.scope = scope;
    this.found = found;
    this.why = why;
    this.safe = safe;
  }

  /** {@code index-not-concurrent}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What happens; a clause without a full stop. */
  public String why() {
    return why;
  }

  /** What to write instead. */
  public String safe() {
    return safe;
  }

  Scope scope() {
    return scope;
  }

  boolean finds(Change change, boolean up) {
    return (up || scope.holdsGoingDown()) && found.test(change);
  }

  /** Null if no rule has this id. */
  static @Nullable Rule of(String id) {
    for (Rule rule : values()) {
      if (rule.id().equals(id)) {
        return rule;
      }
    }
    return null;
  }
}
