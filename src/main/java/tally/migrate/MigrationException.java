package tally.migrate;

import org.jspecify.annotations.Nullable;

/** A migration that was refused or failed: one sentence for people, one status for scripts. */
public sealed class MigrationException extends RuntimeException
    permits AnsweredException, InvalidFilesException, StatementFailedException {
  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final @Nullable String alembic;

  MigrationException(Exit exit, String message) {
    this(exit, message, null, null);
  }

  MigrationException(Exit exit, String message, @Nullable Throwable cause) {
    this(exit, message, null, cause);
  }

  private MigrationException(
      Exit exit, String message, @Nullable String alembic, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.exit = exit;
    this.alembic = alembic;
  }

  /**
   * A refusal that Alembic knows too.
   *
   * @param alembic what it prints after {@code FAILED:} on standard output, where scripts look
   * @param advice what to do next, a sentence of its own
   */
  static MigrationException asAlembic(Exit exit, String alembic, String advice) {
    String end = alembic.endsWith(".") ? " " : ". ";
    return new MigrationException(exit, alembic + end + advice, alembic, null);
  }

  /** The status that the command line exits with; the migrator's documentation lists them. */
  public final int exitCode() {
    return exit.status();
  }

  final Exit exit() {
    return exit;
  }

  /** What stands after {@code FAILED:} on standard output; null where Alembic has no such line. */
  final @Nullable String alembic() {
    return alembic;
  }
}
