package tally.migrate.run;

/**
 * The modes of a lock on a table, weakest first (PostgreSQL documentation, 13.3.1), and what each
 * means to everybody else.
 */
enum LockMode {
  ACCESS_SHARE("only changes of its schema"),
  ROW_SHARE("only changes of its schema"),
  ROW_EXCLUSIVE("changes of its schema, and building an index"),
  SHARE_UPDATE_EXCLUSIVE("changes of its schema, and VACUUM"),
  SHARE("writes"),
  SHARE_ROW_EXCLUSIVE("writes"),
  EXCLUSIVE("writes, and reads that lock rows"),
  ACCESS_EXCLUSIVE("reads and writes");

  private final String blocks;

  LockMode(String blocks) {
    this.blocks = blocks;
  }

  /**
   * @param name as {@code pg_locks} has it: {@code AccessExclusiveLock}
   */
  static LockMode of(String name) {
    for (LockMode mode : values()) {
      if (name.equalsIgnoreCase(mode.name().replace("_", "") + "Lock")) {
        return mode;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** {@code ACCESS EXCLUSIVE}. */
  String words() {
    return name().replace('_', ' ');
  }

  /** What has to wait while it is held, after "blocks". */
  String blocks() {
    return blocks;
  }
}
