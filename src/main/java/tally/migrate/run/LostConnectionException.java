package tally.migrate.run;

import java.sql.SQLException;
import tally.migrate.revision.Step;

/** The connection broke while a leg was under way. Only the database can tell what became of it. */
final class LostConnectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Leg leg;
  private final transient Step step;

  /**
   * @param step the one that was under way
   */
  LostConnectionException(Leg leg, Step step, SQLException cause) {
    super(cause);
    this.leg = leg;
    this.step = step;
  }

  Leg leg() {
    return leg;
  }

  Step step() {
    return step;
  }
}
