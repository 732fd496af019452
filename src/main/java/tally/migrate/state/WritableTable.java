package tally.migrate.state;

import java.sql.SQLException;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.failure.StatementFailure;

/**
 * Whether a version table can take a revision, found out by trying before any file is run: kind,
 * type, width, rights, row security and triggers may all be in the way.
 */
public final class WritableTable {
  private WritableTable() {}

  /**
   * Lets only tables through that can be written. Nothing is left of the attempt.
   *
   * @param state in which the table is there
   * @param id to be held, the longest one
   * @throws MigrationException if it cannot
   */
  public static void require(Session session, State state, String id) throws SQLException {
    String table = state.table().quoted();
    // Its type said, as a number in quotes goes into a column of numbers, too.
    String text = Quote.text(id) + "::pg_catalog.text";
    String ours = " where version_num = " + text;
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    if (!state.versions().isEmpty()) {
      pipeline.add(one("delete from " + table));
    }
    pipeline.add(one("insert into " + table + " (version_num) values (" + text + ")"));
    pipeline.add(one("update " + table + " set version_num = " + text + ours));
    pipeline.add(one("delete from " + table + ours));
    pipeline.add("rollback");
    try {
      pipeline.run(Notices.IGNORED);
    } catch (PipelineException e) {
      SQLException error = e.sqlException();
      if (SqlState.isLost(error)) {
        throw error;
      }
      session.rollBack();
      // Whoever is in the way now need not be when the first file is through.
      if (!SqlState.isContention(error)) {
        throw refusal(state.table(), error);
      }
    }
  }

  /** A statement that fails where it changes no row. */
  private static String one(String change) {
    return "with changed as (" + change + " returning 1) select 1 / count(*) from changed";
  }

  private static MigrationException refusal(VersionTable table, SQLException error) {
    boolean vanished = SqlState.is(error, SqlState.DIVISION_BY_ZERO);
    return new Refusal(
        Exit.STATE,
        table.shown()
            + " cannot take a revision: "
            + (vanished
                ? "row security, a rule or a trigger hides what is written"
                : StatementFailure.message(error))
            + ". Nothing was run. It has to be a table with a column version_num of text, which our"
            + " role may insert into, update and delete from; or name another with --version-table",
        error);
  }
}
