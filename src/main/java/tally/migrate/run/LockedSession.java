package tally.migrate.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Session;
import tally.migrate.revision.Step;
import tally.migrate.state.AuditLog;
import tally.migrate.state.VersionTable;

/**
 * A session that has the lock, and what goes with it.
 *
 * @param resets what puts the session back between files
 * @param table the version table, its schema known
 * @param log null where our role may not keep one
 * @param isPrepared whether the move of the version is
 */
record LockedSession(
    Session session,
    Lock lock,
    SessionSettings resets,
    VersionTable table,
    @Nullable AuditLog log,
    boolean isPrepared) {

  VersionMove move() {
    return new VersionMove(table, lock);
  }

  /**
   * The same session, in which the statement is prepared that most files end with. Not where one of
   * them prepares statements of its own, or drops what is prepared: then all of that goes after
   * each file.
   */
  LockedSession prepared(List<Step> steps) throws SQLException {
    for (Step step : steps) {
      String text = step.script().text().toLowerCase(Locale.ROOT);
      if (text.contains("prepare") || text.contains("deallocate")) {
        return new LockedSession(session, lock, resets.andDeallocate(), table, log, false);
      }
    }
    if (log == null) {
      return this;
    }
    session.execute(move().preparation(log));
    return new LockedSession(session, lock, resets, table, log, true);
  }

  /** The same session, for a file that drops what is prepared. */
  LockedSession unprepared() {
    return new LockedSession(session, lock, resets, table, log, false);
  }

  /** What puts back for the files that follow what such a file has dropped. */
  List<String> preparedAnew() {
    return log == null ? List.of() : List.of("deallocate all", move().preparation(log));
  }

  /** The statement with which a file's transaction moves the version and writes the log. */
  String moved(Step step) {
    return isPrepared && step.from() != null && step.to() != null
        ? VersionMove.prepared(step)
        : move().sql(step.from(), step.to(), log == null ? null : log.done(step));
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
