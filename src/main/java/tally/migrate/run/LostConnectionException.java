package tally.migrate.run;

import java.sql.SQLException;
import tally.migrate.revision.Step;

/**
 * The connection broke while a step was under way. Only the database can tell what became of it.
 */
final class LostConnectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Step step;

  LostConnectionException(Step step, SQLException cause) {
    super(cause);
    this.step = step;
  }

  Step step() {
    return step;
  }
}
