package tally.migrate.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * The encoding of a database, which only UTF-8 may be: SQL_ASCII takes any bytes and gives them
 * back to nobody, and others have no place for most of the world's letters.
 */
public final class DatabaseEncoding {
  private DatabaseEncoding() {}

  /**
   * Why a database cannot be used, and what to do; null if it can. Costs no query: a server reports
   * its encoding when a connection is made.
   */
  public static @Nullable String fault(Connection connection) throws SQLException {
    String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (encoding == null || encoding.equals("UTF8")) {
      return null;
    }
    return "The encoding of this database is "
        + encoding
        + ", which cannot keep what UTF-8 can: it is not migrated. Create one that can, and move"
        + " what is in this one there: create database NAME encoding 'UTF8' template template0";
  }

  /**
   * Lets only databases through that can be used.
   *
   * @throws MigrationException if this one cannot be
   */
  public static void refuseOther(Session session) throws SQLException {
    String fault = fault(session.connection());
    if (fault != null) {
      throw new Refusal(Exit.STATE, fault);
    }
  }
}
