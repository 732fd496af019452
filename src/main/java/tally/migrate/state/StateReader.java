package tally.migrate.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.failure.StatementFailure;
import tally.migrate.revision.Direction;

/**
 * Asks a database where it is. One query where the version table and our own tables are there; what
 * is missing shows itself by that query's error, and a smaller one is asked.
 */
public final class StateReader {
  private static final String MAY_WRITE =
      """
      (has_table_privilege('migrator.log', 'insert')
        and has_table_privilege('migrator.progress', 'insert')
        and has_table_privilege('migrator.progress', 'update')
        and has_table_privilege('migrator.progress', 'delete'))""";

  private final VersionTable table;

  public StateReader(VersionTable table) {
    this.table = table;
  }

  /**
   * Reads, and creates nothing.
   *
   * @throws MigrationException if the table is there and cannot be read as a version table
   */
  public State read(Session session) throws SQLException {
    try {
      return read(session, versions(MAY_WRITE).concat(ours()));
    } catch (SQLException e) {
      if (!isMissing(e)) {
        throw e;
      }
    }
    try {
      return read(session, versions("false"));
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE) || SqlState.is(e, SqlState.NO_SUCH_SCHEMA)) {
        return withoutTable(session);
      }
      if (isMissing(e)) {
        throw unreadable(e);
      }
      throw e;
    }
  }

  private static boolean isMissing(SQLException e) {
    return SqlState.is(e, SqlState.NO_SUCH_TABLE)
        || SqlState.is(e, SqlState.NO_SUCH_SCHEMA)
        || SqlState.is(e, SqlState.NO_SUCH_COLUMN)
        || SqlState.is(e, SqlState.WRONG_KIND)
        || SqlState.is(e, SqlState.NOT_PERMITTED);
  }

  private MigrationException unreadable(SQLException e) {
    return new Refusal(
        Exit.STATE,
        "The version table "
            + table.shown()
            + " cannot be read: "
            + StatementFailure.message(e)
            + ". It needs a column version_num, and our role the right to read it",
        e);
  }

  private String versions(String mayWrite) {
    return "with place as (select n.nspname::text as schema from pg_catalog.pg_class c"
        + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = "
        + Quote.text(table.quoted())
        + "::regclass)\nselect 'session', pg_backend_pid()::text, schema, "
        + mayWrite
        + "::text, null, null from place\n"
        // No file's id has a space in it.
        + "union all select 'version', coalesce(version_num::text, '(a NULL)'), null, null, null, null"
        + " from "
        + table.quoted();
  }

  private String ours() {
    return """

        union all select * from (
          select distinct on (l.revision)
            'applied', l.revision, case l.direction when 'down' then 'down' else 'up' end,
            l.version_from, l.sha256_up, l.sha256_down
          from migrator.log l join place on place.schema = l.version_schema
          where l.version_table = $table and l.status = 'done' and l.direction in ('up', 'down', 'accept')
          order by l.revision, l.id desc) as applied
        union all select 'halfway', p.revision, p.direction,
          p.done::text || ' ' || p.trying::text, p.sha256, p.invalid_before
        from migrator.progress p join place on place.schema = p.version_schema
        where p.version_table = $table
        """
        .replace("$table", Quote.text(table.name()));
  }

  private State read(Session session, String sql) throws SQLException {
    int backendPid = 0;
    VersionTable found = table;
    boolean logged = false;
    Halfway halfway = null;
    List<String> versions = new ArrayList<>();
    List<State.Applied> applied = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        switch (row.getString(1)) {
          case "session" -> {
            backendPid = row.getInt(2);
            found = table.in(row.getString(3));
            logged = row.getBoolean(4);
          }
          case "version" -> versions.add(row.getString(2));
          case "applied" -> applied.add(applied(row));
          default -> halfway = halfway(row);
        }
      }
    }
    return new State(backendPid, found, true, versions, logged, applied, halfway);
  }

  private static State.Applied applied(ResultSet row) throws SQLException {
    return new State.Applied(
        row.getString(2),
        row.getString(3).equals("up") ? Direction.UP : Direction.DOWN,
        row.getString(4),
        row.getString(5),
        row.getString(6));
  }

  private static Halfway halfway(ResultSet row) throws SQLException {
    String numbers = row.getString(4);
    int space = numbers.indexOf(' ');
    return new Halfway(
        row.getString(2),
        row.getString(3).equals("up") ? Direction.UP : Direction.DOWN,
        Integer.parseInt(numbers, 0, space, 10),
        row.getString(5),
        Integer.parseInt(numbers, space + 1, numbers.length(), 10),
        row.getString(6));
  }

  private State withoutTable(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid(), current_schema()")) {
      row.next();
      @Nullable String schema = table.schema() == null ? row.getString(2) : table.schema();
      VersionTable place = new VersionTable(schema, table.name());
      return new State(row.getInt(1), place, false, List.of(), false, List.of(), null);
    }
  }
}
