package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import tally.migrate.catalog.Catalog;
import tally.migrate.catalog.Drift;
import tally.migrate.console.Console;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.state.AuditLog;
import tally.migrate.state.Progress;
import tally.migrate.state.State;
import tally.migrate.state.VersionTable;

/**
 * Drops what was there after the last run, by its record, and the version with it: all of it or
 * nothing.
 */
public final class Reset implements Job {
  private static final int MOST_ROWS = 1000;

  private final String confirmed;
  private final Console console;

  /**
   * Drops only where the name is that of the database.
   *
   * @param confirmed the name of the database, as somebody has repeated it
   */
  public Reset(String confirmed, Console console) {
    this.confirmed = confirmed;
    this.console = console;
  }

  @Override
  public boolean isNeeded(State state) {
    return !state.versions().isEmpty();
  }

  /** At base there is nothing to drop; but to upgrade the wrong database is a mistake, too. */
  @Override
  public void inspect(Session session, State state) throws SQLException {
    String database = session.value("select current_database()");
    if (state.versions().isEmpty() && !confirmed.equals(database)) {
      throw new Refusal(
          Exit.USAGE,
          "Nothing was run. In the database "
              + database
              + " nothing would be lost, it is at base. If it is meant: `migrate reset --confirm "
              + database
              + "`");
    }
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException {
    Session session = locked.session();
    AuditLog log = locked.log();
    if (log == null) {
      throw new Refusal(Exit.STATE, "There is no log that our role may read: nothing was dropped");
    }
    Catalog made = made(session, state);
    refuseRestored(session);
    refuseOlder(session, made);
    String losses = losses(session, made);
    String database = session.value("select current_database()");
    if (!confirmed.equals(database)) {
      throw new Refusal(
          Exit.USAGE,
          "Nothing was dropped. In the database "
              + database
              + " these tables would be lost, with all else: "
              + losses
              + ". If that is meant: `migrate reset --confirm "
              + database
              + "`");
    }
    refuseOthers(session);
    console.note("Dropping what is in " + database + ": " + losses);
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    made.drops().forEach(pipeline::add);
    pipeline.add("delete from " + locked.table().quoted());
    pipeline.add(Progress.forget(locked.table()));
    pipeline.add(log.reset(String.join(",", state.versions())));
    pipeline.add("commit");
    try {
      pipeline.run(Notices.IGNORED);
    } catch (PipelineException e) {
      session.rollBack();
      if (!SqlState.is(e.sqlException(), SqlState.OTHERS_DEPEND_ON_IT)) {
        throw e.sqlException();
      }
      throw new Refusal(
          Exit.STATE,
          "Nothing was dropped, because there is more than the migrations made: "
              + e.sqlException().getMessage(),
          e.sqlException());
    }
  }

  private static Catalog made(Session session, State state) throws SQLException {
    VersionTable table = state.table();
    boolean shared =
        session.holds(
            "select exists (select from migrator.log where (version_schema, version_table) <> ("
                + Quote.text(table.schema())
                + ", "
                + Quote.text(table.name())
                + "))");
    if (shared) {
      throw new Refusal(
          Exit.STATE,
          "Another project has been migrated in this database, and what is whose is not recorded:"
              + " nothing was dropped");
    }
    Catalog made = Drift.recordedCatalog(session, state);
    if (made == null) {
      throw new Refusal(
          Exit.STATE,
          "What the migrations made is not recorded here (stamped, or made by something else), so"
              + " that it cannot be told from the rest. Drop the database and create it again");
    }
    return made;
  }

  /**
   * pg_restore makes all anew, by name, so that nothing tells any longer what was there first. It
   * makes the sequence of an identity column after its table, the server with it, just before.
   */
  private static void refuseRestored(Session session) throws SQLException {
    if (session.holds(
        "select coalesce(pg_catalog.pg_get_serial_sequence('migrator.log', 'id')"
            + "::pg_catalog.regclass::oid > 'migrator.log'::pg_catalog.regclass::oid, false)")) {
      throw new Refusal(
          Exit.STATE,
          "Nothing was dropped: this database was restored from a dump, so that what the migrations"
              + " made cannot be told from what was there before them. Drop the database and create"
              + " it again");
    }
  }

  /**
   * The record is of all that was there after the last run; what was there before the first one is
   * nobody's to drop. Numbers of objects grow, and the log is made before the first file runs.
   */
  private static void refuseOlder(Session session, Catalog made) throws SQLException {
    var older = new ArrayList<String>();
    for (String table : made.tables()) {
      if (session.holds(
          "select coalesce(pg_catalog.to_regclass("
              + Quote.text(table)
              + ")::oid < 'migrator.log'::pg_catalog.regclass::oid, false)")) {
        older.add(table);
      }
    }
    if (!older.isEmpty()) {
      throw new Refusal(
          Exit.STATE,
          "Nothing was dropped: "
              + String.join(", ", older)
              + (older.size() == 1 ? " was" : " were")
              + " in the database before the migrations that the log has, and would go along."
              + " Drop the database and create it again, or drop by hand what is to go");
    }
  }

  /** All tables, and how many rows they have. */
  private static String losses(Session session, Catalog made) throws SQLException {
    var losses = new ArrayList<String>();
    for (String table : made.tables()) {
      // One that was dropped by hand meanwhile has nothing to lose.
      if (session.holds("select to_regclass(" + Quote.text(table) + ") is not null")) {
        String some = "select from " + table + " limit " + MOST_ROWS;
        int rows = Integer.parseInt(session.value("select count(*) from (" + some + ") as rows"));
        losses.add(table + " (" + rows + (rows == MOST_ROWS ? " rows or more)" : " rows)"));
      }
    }
    return losses.isEmpty() ? "no table" : String.join(", ", losses);
  }

  private static void refuseOthers(Session session) throws SQLException {
    String others = OtherSession.describe(OtherSession.connected(session));
    if (!others.isEmpty()) {
      throw new Refusal(
          Exit.STATE,
          "Nothing was dropped, because others are connected: " + others + ". Stop them first");
    }
  }
}
