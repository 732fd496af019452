package tally.migrate.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Json;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;

/**
 * The last attempt of all, which failed.
 *
 * @param direction {@code up} or {@code down}
 * @param at in UTC, ISO 8601
 */
public record FailedRun(String revision, String direction, String at, String error) {

  /** Null where the last attempt did not fail, or the log does not tell. */
  public static @Nullable FailedRun last(Session session, State state) throws SQLException {
    String query =
        """
        select coalesce(revision, ''), direction,
          to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), coalesce(error, ''),
          status = 'failed'
        from migrator.log
        where version_table = $table and version_schema = $schema
        order by id desc limit 1
        """;
    VersionTable table = state.table();
    String sql = Quote.fill(query, "table", table.name(), "schema", table.schema());
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(5)
          ? new FailedRun(row.getString(1), row.getString(2), row.getString(3), row.getString(4))
          : null;
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE) || SqlState.is(e, SqlState.NOT_PERMITTED)) {
        return null;
      }
      throw e;
    }
  }

  /** Its fields, into an object that is open. */
  public void json(Json json) {
    json.field("revision", revision)
        .field("direction", direction)
        .field("at", at)
        .field("error", error);
  }
}
