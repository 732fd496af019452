package tally.migrate;

/** A statement of a file failed; carries where, for {@code --json}. */
final class StatementFailedException extends MigrationException {
  private static final long serialVersionUID = 1;

  private final transient StatementFailure failure;

  /**
   * @param outcome what the database looks like now, a sentence
   */
  StatementFailedException(Exit exit, StatementFailure failure, String outcome) {
    super(exit, failure.report() + "\n" + outcome, failure.error());
    this.failure = failure;
  }

  StatementFailure failure() {
    return failure;
  }
}
