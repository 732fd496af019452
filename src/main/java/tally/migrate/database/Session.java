package tally.migrate.database;

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
public final class Session implements AutoCloseable {
  /** What {@code pg_stat_activity} shows as our name; a file that runs is appended to it. */
  public static final String APPLICATION = "tally migrate";

  private final BaseConnection connection;

  /** Takes over a connection of pgjdbc, and closes it with itself. */
  public Session(Connection connection) throws SQLException {
    this.connection = connection.unwrap(BaseConnection.class);
  }

  public BaseConnection connection() {
    return connection;
  }

  /** The process that the connection was made to, by the word of the protocol. */
  public int backendPid() {
    return connection.getBackendPID();
  }

  /** Runs statements of ours and discards what they answer. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Runs a COPY … FROM STDIN and hands it its rows. */
  public void copy(String sql, String rows) throws SQLException {
    try {
      connection.getCopyAPI().copyIn(sql, new StringReader(rows));
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), SqlState.CONNECTION_FAILURE, e);
    }
  }

  /** The one row's first column, as text. */
  public String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Whether the one row's first column is true. */
  public boolean holds(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Ends a transaction that may be open, as far as the connection still lets us. */
  public void rollBack() throws SQLException {
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
