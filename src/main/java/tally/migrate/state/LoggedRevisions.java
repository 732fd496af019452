package tally.migrate.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revision;
import tally.migrate.script.Fault;
import tally.migrate.script.FileName;
import tally.migrate.script.Script;
import tally.migrate.script.ScriptReader;
import tally.migrate.script.Sha256;
import tally.migrate.script.SqlFile;

/**
 * The revisions that a database has and the files do not, out of the log, which keeps the way back
 * of each: for going back with an older release.
 *
 * <p>SQL out of a table is run with the rights of whoever runs it. So it is run only by the role
 * that owns the log, only if that role has written it, and only if no other role but a superuser
 * may write there: the author's name in a row is a text like any other.
 */
public final class LoggedRevisions {
  private static final String LOG = Bookkeeping.LOG;

  /** Who else could have put a row into the log, or changed one, or have a trigger do so. */
  private static final String WRITERS =
      """
      select pg_catalog.pg_get_userbyid(c.relowner), session_user, coalesce((
        select pg_catalog.string_agg(r.rolname, ', ' order by r.rolname)
        from pg_catalog.pg_roles r
        where not r.rolsuper and r.rolname not like 'pg\\_%'
          and not pg_catalog.pg_has_role(r.oid, c.relowner, 'member')
          and (pg_catalog.has_any_column_privilege(r.oid, c.oid, 'insert, update')
            or pg_catalog.has_table_privilege(r.oid, c.oid, 'trigger')
            or pg_catalog.pg_has_role(r.oid, 'pg_write_all_data', 'member'))), '')
      from pg_catalog.pg_class c where c.oid = 'migrator.log'::pg_catalog.regclass
      """;

  /** How a revision came to be applied, and how it is undone. */
  private record Row(
      @Nullable String from, String sha256Up, String sha256Down, String downSql, String author) {}

  private final Session session;
  private final VersionTable table;

  private LoggedRevisions(Session session, VersionTable table) {
    this.session = session;
    this.table = table;
  }

  /** Whether the way back from it is out of the log. */
  public static boolean contain(Revision revision) {
    return revision.down().path().equals(LOG);
  }

  /**
   * The files, as far as the database has them, and behind them what it has beside. Just the files
   * where those know its version.
   *
   * @throws MigrationException if the log does not know the way, or is not to be trusted
   */
  public static Chain continuing(Chain files, Session session, State state) throws SQLException {
    List<String> versions = state.versions();
    if (versions.size() != 1 || files.place(versions.get(0)) > 0) {
      return files;
    }
    if (!state.logged()) {
      throw new Refusal(
          Exit.STATE,
          "There is no "
              + LOG
              + " that our role may use, and these files do not have "
              + versions.get(0)
              + ". Nothing was run. Use the release that brought the database there");
    }
    var logged = new LoggedRevisions(session, state.table());
    return logged.continuing(files, versions.get(0), logged.owner());
  }

  /** The role that owns the log, which is ours. */
  private String owner() throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(WRITERS)) {
      row.next();
      String owner = row.getString(1);
      String others = row.getString(3);
      if (!owner.equals(row.getString(2))) {
        throw untrusted(
            LOG + " belongs to " + owner + ", whose SQL only " + owner + " runs: connect as that");
      }
      if (!others.isEmpty()) {
        throw untrusted(LOG + " can be written by " + others + " too: revoke that");
      }
      return owner;
    }
  }

  private static MigrationException untrusted(String why) {
    return new Refusal(
        Exit.STATE,
        why
            + ". Nothing was run. Or read the SQL (select down_sql from "
            + LOG
            + "), run it yourself, and say where the database is with `migrate stamp --purge REV`");
  }

  private Chain continuing(Chain files, String version, String owner) throws SQLException {
    List<Row> rows = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String id = version;
    while (id != null && files.place(id) == 0) {
      Row row = row(id);
      if (row == null || !seen.add(id)) {
        throw new Refusal(
            Exit.STATE,
            LOG
                + " does not tell how to undo "
                + id
                + ", which was stamped or brought here by something else. Nothing was run. Use the"
                + " release that has its files");
      }
      check(id, row, owner);
      rows.add(row);
      ids.add(id);
      id = row.from();
    }
    Collections.reverse(rows);
    Collections.reverse(ids);
    int known = id == null ? 0 : files.place(id);
    return files.continued(known, revisions(ids, rows, known));
  }

  private @Nullable Row row(String id) throws SQLException {
    String query =
        """
        select version_from, sha256_up, sha256_down, down_sql, database_user,
          direction <> 'down' and down_sql is not null
        from migrator.log
        where version_schema = $schema and version_table = $table and revision = $id
          and status = 'done' and direction in ('up', 'down', 'accept')
        order by id desc limit 1
        """;
    String sql = Quote.fill(query, "schema", table.schema(), "table", table.name(), "id", id);
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(6)
          ? new Row(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5))
          : null;
    }
  }

  private static void check(String id, Row row, String owner) {
    if (!row.author().equals(owner)) {
      throw untrusted(
          "The SQL that undoes "
              + id
              + " was put into "
              + LOG
              + " by "
              + row.author()
              + ", not by its owner "
              + owner);
    }
    if (!Sha256.hex(row.downSql()).equals(row.sha256Down())) {
      throw untrusted(
          "The SQL that undoes " + id + " was changed in " + LOG + ": its SHA-256 is another");
    }
  }

  private static List<Revision> revisions(List<String> ids, List<Row> rows, int known) {
    List<Revision> revisions = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      Row row = rows.get(i);
      var down = new SqlFile(LOG + "/" + id + FileName.DOWN, LOG, row.downSql().getBytes(UTF_8));
      Script script = new ScriptReader(down, new FileName(id, id, false), faults).read();
      if (script != null) {
        revisions.add(
            new Revision(
                known + i + 1,
                id,
                "from the log",
                Script.unread(LOG + "/" + id + FileName.UP, LOG, row.sha256Up()),
                script));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidFilesException(faults);
    }
    return revisions;
  }
}
