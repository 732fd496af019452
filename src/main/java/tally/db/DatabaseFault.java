package tally.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a database that does not do what it is asked to. */
public final class DatabaseFault {
  private DatabaseFault() {}

  /** What the database said, where that is behind an exception; null where it is not. */
  public static @Nullable SQLException cause(@Nullable Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /** One sentence for the operator, with what to do next and without anything of a statement. */
  public static String describe(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "28P01", "28000" ->
          "The database refuses the user or the password; correct them in DATABASE_URL.";
      case "3D000" ->
          "There is no database of that name; create it, or correct the name in DATABASE_URL.";
      default ->
          isNotMigrated(e)
              ? "The database is not migrated to what this release needs;"
                  + " run: java -jar app.jar migrate upgrade head"
              : "The database is not available; check DATABASE_URL and that PostgreSQL runs"
                  + " (SQLSTATE "
                  + state
                  + ").";
    };
  }

  /**
   * Whether the connection was dead: ended by the server, or by something between. A connection
   * that was not to be had at all is something else.
   */
  public static boolean isDeadConnection(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return !(e instanceof SQLTransientConnectionException)
        && (state.equals("57P01")
            || state.equals("57P02")
            || state.equals("08003")
            || state.equals("08006"));
  }

  /** Whether a table, a column, a type or a function is not there (yet). */
  public static boolean isNotMigrated(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "42P01", "42703", "42704", "42883" -> true;
      default -> false;
    };
  }
}
