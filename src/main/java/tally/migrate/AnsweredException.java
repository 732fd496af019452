package tally.migrate;

/**
 * The answer was no, and has been printed: what is left is the status, and a sentence for people.
 */
final class AnsweredException extends MigrationException {
  private static final long serialVersionUID = 1;

  AnsweredException(Exit exit, String message) {
    super(exit, message);
  }
}
