package tally.migrate.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Durations;
import tally.migrate.console.Json;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;

/**
 * How a revision came to be applied, by the log.
 *
 * @param direction {@code up} or {@code stamp}
 * @param startedAt in UTC, ISO 8601
 */
public record LoggedRun(String direction, String startedAt, long millis, String user, String host) {

  /**
   * The last successful one of each revision; nothing where there is no log, null where our role
   * may not read it.
   */
  public static @Nullable Map<String, LoggedRun> last(Session session, State state)
      throws SQLException {
    var runs = new HashMap<String, LoggedRun>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(query(state.table()))) {
      while (row.next()) {
        runs.put(
            row.getString(1),
            new LoggedRun(
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6)));
      }
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NOT_PERMITTED)) {
        return null;
      }
      if (!SqlState.is(e, SqlState.NO_SUCH_TABLE)) {
        throw e;
      }
    }
    return runs;
  }

  /**
   * The version that the last step has left, by the log; null for base, and where the log does not
   * tell.
   */
  public static @Nullable String lastVersion(Session session, State state) throws SQLException {
    String query =
        """
        select max(version_to) from (
          select version_to from migrator.log
          where status = 'done' and direction <> 'accept'
            and version_table = $table and version_schema = $schema
          order by id desc limit 1) as last
        """;
    VersionTable table = state.table();
    try {
      return session.value(Quote.fill(query, "table", table.name(), "schema", table.schema()));
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE) || SqlState.is(e, SqlState.NOT_PERMITTED)) {
        return null;
      }
      throw e;
    }
  }

  private static String query(VersionTable table) {
    String sql =
        """
        select distinct on (revision) revision, direction,
          to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), duration_ms,
          database_user, coalesce(os_user, '') || '@' || coalesce(host, '')
        from migrator.log
        where status = 'done' and direction in ('up', 'stamp')
          and version_table = $table and version_schema = $schema
        order by revision, id desc
        """;
    return Quote.fill(sql, "table", table.name(), "schema", table.schema());
  }

  private boolean isStamp() {
    return direction.equals("stamp");
  }

  /** For people, on one line: when, how long, by whom. */
  public String shown() {
    return startedAt
        + "  "
        + (isStamp() ? "stamped" : Durations.show(millis))
        + "  by "
        + user
        + " ("
        + host
        + ")";
  }

  /** Its fields, into an object that is open; null where nothing is known. */
  public static void json(Json json, @Nullable LoggedRun run) {
    if (run == null) {
      json.field("appliedAt", (String) null);
      return;
    }
    json.field("appliedAt", run.startedAt)
        .field("stamped", run.isStamp())
        .field("durationMs", run.millis)
        .field("databaseUser", run.user)
        .field("by", run.host);
  }
}
