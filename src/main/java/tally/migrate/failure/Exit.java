package tally.migrate.failure;

import java.util.Locale;

/** How a command ends, and the status its process exits with. */
public enum Exit {
  DONE(0),
  UNREACHABLE(1),
  USAGE(2),
  STATE(3),
  STATEMENT_FAILED(4),
  IRREVERSIBLE(5),
  POOLER(6),
  LOCKED(7),
  FILES(8),
  VERIFY_FAILED(9),
  DRIFT(10),
  STOPPED_HALFWAY(11),
  LINT(12),
  INTERRUPTED(130);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  /** What the process exits with. Part of the contract: never renumbered. */
  public int status() {
    return status;
  }

  /** The name that {@code --json} gives it, stable: {@code statement-failed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
