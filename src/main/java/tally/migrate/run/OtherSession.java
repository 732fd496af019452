package tally.migrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Json;
import tally.migrate.database.Session;
import tally.migrate.state.VersionTable;

/**
 * Somebody else at the database. What the server hides from our role is null.
 *
 * @param since when its session or its transaction began, in UTC
 * @param application the name it gave itself; a migrator's names the file it runs
 */
public record OtherSession(
    int pid,
    @Nullable String user,
    @Nullable String host,
    @Nullable String application,
    @Nullable String state,
    @Nullable String since) {

  /** The columns that {@link #read} expects, of {@code pg_stat_activity a}. */
  private static final String COLUMNS =
      """
      select a.pid, a.usename, coalesce(a.client_hostname, host(a.client_addr)),
        nullif(a.application_name, ''), a.state,
        to_char(coalesce(a.xact_start, a.backend_start) at time zone 'UTC', 'HH24:MI:SS')
      from pg_stat_activity a
      """;

  /** Who is migrating at this moment, empty for nobody. */
  public static List<OtherSession> migrating(Session session, VersionTable table)
      throws SQLException {
    return holding(session, table.lockKey());
  }

  /** Who holds an advisory lock of this database. */
  static List<OtherSession> holding(Session session, long key) throws SQLException {
    return read(
        session,
        COLUMNS + " where a.pid in (select l.pid from pg_locks l where " + Lock.isKey(key) + ")");
  }

  /** Who else is connected to this database. */
  static List<OtherSession> connected(Session session) throws SQLException {
    return read(
        session,
        COLUMNS
            + " where a.datname = current_database() and a.pid <> pg_backend_pid()"
            + " and a.usename is not null");
  }

  /** Who keeps a server process waiting. */
  static List<OtherSession> blocking(Session session, int backendPid) throws SQLException {
    return read(session, COLUMNS + " where a.pid = any (pg_blocking_pids(" + backendPid + "))");
  }

  /** What a server process is doing, or did last; empty where it is not to be seen. */
  static String statement(Session session, int backendPid) throws SQLException {
    return session.value(
        "select coalesce(max(a.query), '') from pg_stat_activity a where a.pid = " + backendPid);
  }

  private static List<OtherSession> read(Session session, String sql) throws SQLException {
    var sessions = new ArrayList<OtherSession>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        sessions.add(
            new OtherSession(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
      }
    }
    return sessions;
  }

  /** For people; empty for nobody. */
  public static String describe(List<OtherSession> sessions) {
    var text = new StringBuilder();
    for (OtherSession session : sessions) {
      text.append(text.isEmpty() ? "" : "; ").append(session.describe());
    }
    return text.toString();
  }

  /** As {@code --json} shows it. */
  public void json(Json json) {
    json.beginObject()
        .field("pid", pid)
        .field("user", user)
        .field("host", host)
        .field("application", application)
        .field("since", since)
        .endObject();
  }

  private String describe() {
    var text = new StringBuilder("pid ").append(pid);
    if (user != null) {
      text.append(" of user ").append(user);
    }
    text.append(host == null ? " on the server's own host" : " at " + host);
    if (application != null) {
      text.append(", ").append(application);
    }
    if (state != null && !state.equals("active")) {
      text.append(", ").append(state);
    }
    if (since != null) {
      text.append(", since ").append(since).append(" UTC");
    }
    return text.toString();
  }
}
