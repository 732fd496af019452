package tally.cli;

import java.sql.Connection;
import java.sql.SQLException;
import tally.SchemaCheck;

/** Reads the version row that the migrator keeps. */
final class AppliedRevision implements SchemaCheck {
  private static final String UNDEFINED_TABLE = "42P01";

  @Override
  public State of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select version_num from alembic_version")) {
      return rows.next() ? new State(rows.getString(1), null) : unmigrated();
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return unmigrated();
      }
      throw e;
    }
  }

  private static State unmigrated() {
    return new State(
        "base", "The database is not migrated; run: java -jar app.jar migrate upgrade head");
  }
}
