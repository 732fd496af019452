package tally.migrate.failure;

/** A statement of a file failed; carries where, for {@code --json}. */
public final class StatementFailedException extends MigrationException {
  private static final long serialVersionUID = 1;

  private final transient StatementFailure failure;
  private final String outcome;

  /**
   * The failure's report becomes the message.
   *
   * @param outcome what the database looks like now, a sentence
   */
  public StatementFailedException(Exit exit, StatementFailure failure, String outcome) {
    super(exit, failure.report() + "\n" + outcome, failure.error());
    this.failure = failure;
    this.outcome = outcome;
  }

  /** Where it was, and what the server said. */
  public StatementFailure failure() {
    return failure;
  }

  /** What the database looks like now, a sentence. */
  public String outcome() {
    return outcome;
  }
}
