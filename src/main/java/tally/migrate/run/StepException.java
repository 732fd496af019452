package tally.migrate.run;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.SqlState;
import tally.migrate.script.SqlStatement;

/** An attempt at a file ended in an error of the server or of the connection to it. */
final class StepException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable SqlStatement statement;
  private final boolean moving;
  private final SQLException sqlException;

  /**
   * @param statement the one that failed, null for one of our own
   * @param moving whether it was the one that moves the version
   */
  StepException(@Nullable SqlStatement statement, boolean moving, SQLException sqlException) {
    super(sqlException);
    this.statement = statement;
    this.moving = moving;
    this.sqlException = sqlException;
  }

  @Nullable SqlStatement statement() {
    return statement;
  }

  SQLException sqlException() {
    return sqlException;
  }

  /** The prepared move of the version was not there any more. */
  boolean isPreparedGone() {
    return moving && SqlState.is(sqlException, SqlState.NO_SUCH_STATEMENT);
  }

  /** The version was not where it was expected to be, or the lock was not ours. */
  boolean isVersionMoved() {
    return moving && SqlState.is(sqlException, SqlState.DIVISION_BY_ZERO);
  }
}
