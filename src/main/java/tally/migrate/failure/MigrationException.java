package tally.migrate.failure;

import org.jspecify.annotations.Nullable;

/** A migration that was refused or failed: a sentence for people, a status for scripts. */
public abstract sealed class MigrationException extends RuntimeException
    permits InvalidFilesException, NegativeAnswer, Refusal, StatementFailedException {
  private static final long serialVersionUID = 1;

  private final Exit exit;

  MigrationException(Exit exit, String message, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.exit = exit;
  }

  /** What happened, and what to do next. Several lines where a statement failed. */
  @Override
  public final String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The status that the command line exits with; the migrator's documentation lists them. */
  public final int exitCode() {
    return exit.status();
  }

  public final Exit exit() {
    return exit;
  }
}
