package tally.migrate;

import org.jspecify.annotations.Nullable;

/** A migration that was refused or failed: one sentence for people, one status for scripts. */
public sealed class MigrationException extends RuntimeException
    permits InvalidFilesException, StatementFailedException {
  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final @Nullable String alembic;
  private final boolean answered;

  MigrationException(Exit exit, String message) {
    this(exit, message, null, false, null);
  }

  MigrationException(Exit exit, String message, @Nullable Throwable cause) {
    this(exit, message, null, false, cause);
  }

  private MigrationException(
      Exit exit,
      String message,
      @Nullable String alembic,
      boolean answered,
      @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.exit = exit;
    this.alembic = alembic;
    this.answered = answered;
  }

  /**
   * A refusal that Alembic knows too.
   *
   * @param alembic what it prints after {@code FAILED:} on standard output, where scripts look
   * @param advice what to do next, a sentence of its own
   */
  static MigrationException asAlembic(Exit exit, String alembic, String advice) {
    return new MigrationException(exit, alembic + ". " + advice, alembic, false, null);
  }

  /** An answer that is not the good one: it stands on standard output already. */
  static MigrationException answered(Exit exit, String message) {
    return new MigrationException(exit, message, null, true, null);
  }

  /** The status that the command line exits with; the migrator's documentation lists them. */
  public final int exitCode() {
    return exit.status();
  }

  final Exit exit() {
    return exit;
  }

  /** Whether standard output has nothing more to say. */
  final boolean isAnswered() {
    return answered;
  }

  /** What stands after {@code FAILED:} on standard output; null where Alembic has no such line. */
  final @Nullable String alembic() {
    return alembic;
  }
}
