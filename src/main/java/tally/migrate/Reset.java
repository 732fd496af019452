package tally.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.catalog.Catalog;

/**
 * Drops what the migrations made, by the record of their last run, and the version with it. All of
 * it or nothing.
 */
final class Reset implements Job {
  private static final int MOST_ROWS = 1000;
  private static final int MOST_TABLES = 12;

  private final String confirmed;
  private final Console console;

  /**
   * @param confirmed the name of the database, as somebody has repeated it
   */
  Reset(String confirmed, Console console) {
    this.confirmed = confirmed;
    this.console = console;
  }

  @Override
  public boolean isNeeded(State state) {
    return !state.versions().isEmpty();
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException {
    Session session = locked.session();
    Catalog made = made(session, state);
    String losses = losses(session, made);
    String database = session.value("select current_database()");
    if (!confirmed.equals(database)) {
      throw new Refusal(
          Exit.USAGE,
          "Nothing was dropped. In the database "
              + database
              + " this would be lost: "
              + losses
              + ". If that is meant: `migrate reset --confirm "
              + database
              + "`");
    }
    refuseOthers(session);
    console.note("Dropping in " + database + ": " + losses);
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    made.drops().forEach(pipeline::add);
    pipeline.add("delete from " + locked.table().quoted());
    AuditLog log = locked.log();
    if (log != null) {
      pipeline.add(Progress.forget(locked.table()));
      pipeline.add(log.reset(String.join(",", state.versions())));
    }
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
    String text = Drift.recorded(session, state).text();
    if (text == null) {
      throw new Refusal(
          Exit.STATE,
          "What the migrations made is not recorded here (stamped, or made by something else), so"
              + " that it cannot be told from the rest. Drop the database and create it again");
    }
    return Catalog.parse(text);
  }

  /** The tables that have rows, and how many. */
  private static String losses(Session session, Catalog made) throws SQLException {
    var full = new ArrayList<String>();
    List<String> tables = made.tables();
    for (String table : tables) {
      // One that was dropped by hand meanwhile has nothing to lose.
      if (session.holds("select to_regclass(" + Quote.text(table) + ") is not null")) {
        String some = "select from " + table + " limit " + MOST_ROWS;
        int rows = Integer.parseInt(session.value("select count(*) from (" + some + ") as rows"));
        if (rows > 0) {
          full.add(table + " (" + rows + (rows == MOST_ROWS ? " rows or more)" : " rows)"));
        }
      }
    }
    int shown = Math.min(MOST_TABLES, full.size());
    return tables.size()
        + (tables.size() == 1 ? " table" : " tables")
        + (full.isEmpty()
            ? ", all empty"
            : ", of them " + String.join(", ", full.subList(0, shown)))
        + (shown < full.size() ? " and " + (full.size() - shown) + " more with rows" : "");
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
