package tally.migrate.database;

import java.sql.SQLException;

/** One statement of a pipeline failed; those before it ran, those behind it did not. */
public final class PipelineException extends Exception {
  private static final long serialVersionUID = 1;

  private final int index;
  private final SQLException sqlException;

  PipelineException(int index, SQLException sqlException) {
    super(sqlException);
    this.index = index;
    this.sqlException = sqlException;
  }

  /** Which statement failed, from 0. */
  public int index() {
    return index;
  }

  /** The server's error, or that of the connection to it. */
  public SQLException sqlException() {
    return sqlException;
  }
}
