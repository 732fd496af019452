package tally.migrate.command;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.console.Json;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.database.Unexpected;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.state.StateReader;
import tally.migrate.state.VersionTable;

/** {@code log [-n N]}: what was done, by whom, newest first. */
final class LogCommand implements Command {
  private static final int USUAL = 20;

  @Override
  public void run(Invocation invocation) {
    Console console = invocation.console();
    int limit = invocation.arguments().number(Option.NUMBER, USUAL);
    Json json = new Json().beginObject().beginArray("log");
    try (Session session = invocation.database().open()) {
      VersionTable table = new StateReader(invocation.table()).read(session).table();
      try (Statement statement = session.connection().createStatement();
          ResultSet row = statement.executeQuery(query(table, limit))) {
        while (row.next()) {
          if (console.json()) {
            json(json, row);
          } else {
            print(console, row);
          }
        }
      }
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE)) {
        console.note("There is no log: nothing was migrated here by this program");
      } else {
        throw Unexpected.of(e);
      }
    }
    if (console.json()) {
      console.print(json.endArray().endObject().toString());
    }
  }

  private static String query(VersionTable table, int limit) {
    String sql =
        """
        select to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started,
          direction, status, revision, version_from, version_to, duration_ms, database_user,
          os_user, host, tool_version, sha256_up, sha256_down, catalog_sha256, error, note
        from migrator.log
        where version_schema = $schema and version_table = $table
        order by id desc limit $limit
        """
            .replace("$limit", Integer.toString(limit));
    return Quote.fill(sql, "schema", table.schema(), "table", table.name());
  }

  private static void print(Console console, ResultSet row) throws SQLException {
    boolean failed = row.getString("status").equals("failed");
    console.print(
        row.getString("started")
            + "  "
            + what(row)
            + "  "
            + (failed ? "FAILED after " : "")
            + Durations.show(row.getLong("duration_ms"))
            + "  by "
            + row.getString("database_user")
            + " ("
            + orNothing(row.getString("os_user"))
            + "@"
            + orNothing(row.getString("host"))
            + ")");
    detail(console, row.getString("error"));
    detail(console, row.getString("note"));
  }

  private static String what(ResultSet row) throws SQLException {
    String direction = row.getString("direction");
    return switch (direction) {
      case "up", "down", "stamp", "reset" ->
          direction
              + "  "
              + orBase(row.getString("version_from"))
              + " -> "
              + orBase(row.getString("version_to"));
      default -> direction + "  " + orNothing(row.getString("revision"));
    };
  }

  private static void detail(Console console, @Nullable String text) {
    if (text != null) {
      console.print("    " + text.replace("\n", "\n    "));
    }
  }

  private static String orBase(@Nullable String version) {
    return version == null ? "base" : version;
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void json(Json json, ResultSet row) throws SQLException {
    json.beginObject()
        .field("startedAt", row.getString("started"))
        .field("direction", row.getString("direction"))
        .field("status", row.getString("status"))
        .field("revision", row.getString("revision"))
        .field("from", row.getString("version_from"))
        .field("to", row.getString("version_to"))
        .field("durationMs", row.getLong("duration_ms"))
        .field("databaseUser", row.getString("database_user"))
        .field("osUser", row.getString("os_user"))
        .field("host", row.getString("host"))
        .field("toolVersion", row.getString("tool_version"))
        .field("sha256Up", row.getString("sha256_up"))
        .field("sha256Down", row.getString("sha256_down"))
        .field("catalogSha256", row.getString("catalog_sha256"))
        .field("error", row.getString("error"))
        .field("note", row.getString("note"))
        .endObject();
  }
}
