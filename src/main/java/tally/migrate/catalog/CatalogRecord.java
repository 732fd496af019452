package tally.migrate.catalog;

import java.sql.SQLException;
import tally.migrate.console.Console;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.state.VersionTable;

/**
 * Keeps what a run left: the catalog, as text, on the run's last row in the log. Written after the
 * last file was committed and still under the lock, so that a migration never fails for its record;
 * in one round trip, the text never leaving the server.
 */
public final class CatalogRecord {
  /** The rows of the log that say where the database is. */
  static final String MOVES = "status = 'done' and direction in ('up', 'down', 'stamp', 'reset')";

  private CatalogRecord() {}

  /** Never fails: what it cannot write it says. */
  public static void write(Session session, VersionTable table, Console console) {
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    pipeline.add("set local jit = off");
    pipeline.add(CatalogQuery.SEARCH_PATH);
    pipeline.add(update(table));
    pipeline.add("commit");
    try {
      pipeline.run(Notices.IGNORED);
    } catch (PipelineException e) {
      console.warn(
          "The catalog was not recorded, so that `migrate check` has nothing to compare with: "
              + e.sqlException().getMessage());
      rollBack(session);
    }
  }

  private static void rollBack(Session session) {
    try {
      session.rollBack();
    } catch (SQLException e) {
      // The connection is gone; whoever uses it next says so.
    }
  }

  private static String update(VersionTable table) {
    return "update migrator.log set catalog = c.text,"
        + " catalog_sha256 = encode(sha256(convert_to(c.text, 'UTF8')), 'hex') from ("
        + CatalogQuery.text(CatalogReader.LOGGED_VERSION_TABLES)
        + ") as c(text) where id = (select max(id) from migrator.log where version_schema = "
        + Quote.text(table.schema())
        + " and version_table = "
        + Quote.text(table.name())
        + " and "
        + MOVES
        + ")";
  }
}
