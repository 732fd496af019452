package tally.migrate;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/**
 * One connection that the lock, the statements and the version row all live on. In autocommit mode.
 */
final class Session implements AutoCloseable {
  static final String APPLICATION = "tally migrate";

  private final BaseConnection connection;

  Session(Connection connection) throws SQLException {
    this.connection = connection.unwrap(BaseConnection.class);
  }

  BaseConnection connection() {
    return connection;
  }

  /** The process that the connection was made to, by the word of the protocol. */
  int backendPid() {
    return connection.getBackendPID();
  }

  /** Runs statements of ours and discards what they answer. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Runs a COPY … FROM STDIN and hands it its rows. */
  void copy(String sql, String rows) throws SQLException {
    try {
      connection.getCopyAPI().copyIn(sql, new StringReader(rows));
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), SqlState.CONNECTION_FAILURE, e);
    }
  }

  /** The one row's first column, as text. */
  String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Whether the one row's first column is true. */
  boolean holds(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Ends a transaction that may be open, as far as the connection still lets us. */
  void rollBack() throws SQLException {
    execute("rollback");
  }

  /** Asks the server to stop what it is doing for us; from another thread. */
  void cancel() throws SQLException {
    connection.cancelQuery();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server has already let go of it, or will when it notices.
    }
  }
}
