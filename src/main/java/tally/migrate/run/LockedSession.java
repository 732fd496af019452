package tally.migrate.run;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Session;
import tally.migrate.state.AuditLog;
import tally.migrate.state.VersionTable;

/**
 * A session that has the lock, and what goes with it.
 *
 * @param resets what puts the session back between files
 * @param table the version table, its schema known
 * @param log null where our role may not keep one
 */
record LockedSession(
    Session session,
    Lock lock,
    SessionSettings resets,
    VersionTable table,
    @Nullable AuditLog log) {

  VersionMove move() {
    return new VersionMove(table, lock);
  }

  /** Rolls back, and puts the session's settings back. */
  void recover() throws SQLException {
    session.rollBack();
    var pipeline = new Pipeline(session.connection());
    resets.addTo(pipeline);
    try {
      pipeline.run(Notices.IGNORED);
    } catch (PipelineException e) {
      throw e.sqlException();
    }
  }
}
