package tally.migrate.invocation;

import org.jspecify.annotations.Nullable;

/** An option of the command line. */
public enum Option {
  DIR("dir", "", "DIR", "the migration files (those packed into the program)"),
  DATABASE_URL("database-url", "", "URL", "the database (MIGRATE_DATABASE_URL, DATABASE_URL)"),
  VERSION_TABLE("version-table", "", "NAME", "the version table's name (alembic_version)"),
  VERSION_TABLE_SCHEMA(
      "version-table-schema", "", "NAME", "its schema (where the search path leads)"),
  WAIT("wait", "", "TIME", "how long to wait for the database to come up (30s)"),
  JSON("json", "", null, "answers and errors as JSON"),
  QUIET("quiet", "q", null, "nothing but warnings and errors on standard error"),
  VERBOSE("verbose", "v", null, "more detail; the stack trace of an error"),
  NO_COLOR("no-color", "", null, "no colour on a terminal; as NO_COLOR in the environment"),
  HELP("help", "h", null, "this help"),
  VERSION("version", "", null, "print the version of this program"),

  CHECK_HEADS("check-heads", "c", null, "exit 3 unless the database is at head"),
  RANGE("rev-range", "r", "A:B", "only these, both included: ids, base, head, current, -N"),
  INDICATE_CURRENT("indicate-current", "i", null, "mark where the database is"),
  CONFIRM("confirm", "", "DATABASE", "the name of the database whose contents are to be lost"),
  NUMBER("number", "n", "N", "how many, newest first (20)"),
  SCRATCH("scratch", "", "URL", "an empty database to use instead of making one"),
  HISTORY("history", "", "FILE", "what `alembic history` prints, for the files' names"),
  PURGE("purge", "", null, "empty the version table first, whatever is in it"),
  GITHUB("github", "", null, "findings as annotations of GitHub Actions"),
  PENDING("pending", "", null, "only the files that the database has not run"),
  SQL("sql", "", null, "print the SQL instead of running it; needs no database"),
  DRY_RUN("dry-run", "", null, "run it in one transaction, roll that back, tell times and locks"),
  ATOMIC("atomic", "", null, "all files in one transaction: all of them or none"),
  FROM_LOG("from-log", "", null, "undo what these files do not have with the SQL in the log"),
  LOCK_WAIT("lock-wait", "", "TIME", "how long to wait for another migration to end (60s)"),
  LOCK_TIMEOUT(
      "lock-timeout", "", "TIME", "how long a statement may wait for a lock; 0 for ever (2s)"),
  STATEMENT_TIMEOUT(
      "statement-timeout", "", "TIME", "how long a statement may run (the server's own setting)"),
  RETRIES("retries", "", "N", "how often a file that others were in the way of runs again (10)"),
  YES("yes", "y", null, "do not ask, only warn of what will be lost");

  private final String name;
  private final String letter;
  private final @Nullable String value;
  private final String meaning;

  Option(String name, String letter, @Nullable String value, String meaning) {
    this.name = name;
    this.letter = letter;
    this.value = value;
    this.meaning = meaning;
  }

  /** {@code --name}. */
  public String flag() {
    return "--".concat(name);
  }

  /** {@code -n}, or nothing. */
  public String shortFlag() {
    return letter.isEmpty() ? "" : "-".concat(letter);
  }

  public boolean takesValue() {
    return value != null;
  }

  /** What it is called in the help, empty for a flag. */
  public String value() {
    return value == null ? "" : value;
  }

  public String meaning() {
    return meaning;
  }

  /** Null if no option is called so. */
  static @Nullable Option of(String flag) {
    for (Option option : values()) {
      if (flag.equals(option.flag()) || flag.equals(option.shortFlag())) {
        return option;
      }
    }
    return null;
  }
}
