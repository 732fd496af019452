package tally.migrate;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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
