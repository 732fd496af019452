package tally.migrate.failure;

/**
 * What was asked for has been found out, stands on standard output, and is not what one hopes for:
 * the sentence is for people only.
 */
public final class NegativeAnswer extends MigrationException {
  private static final long serialVersionUID = 1;

  public NegativeAnswer(Exit exit, String message) {
    super(exit, message, null);
  }
}
