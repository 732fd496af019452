package tally.migrate.run;

import java.sql.SQLException;
import java.time.Duration;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.console.Waiting;
import tally.migrate.database.Interruption;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * The one migrator at a time: a session advisory lock, on the connection that runs the statements.
 *
 * <p>It is asked for again and again, each time in a transaction of its own. A waiting lock request
 * would hold a snapshot, and CREATE INDEX CONCURRENTLY in the process that has the lock would wait
 * for that snapshot: a deadlock.
 */
final class Lock {
  private static final long SHORTEST_PAUSE = 40;
  private static final int SPREAD = 80;
  private static final long BETWEEN_MESSAGES_NANOS = 5_000_000_000L;

  private final Session session;
  private final long key;

  Lock(Session session, long key) {
    this.session = session;
    this.key = key;
  }

  /** The condition on a row {@code l} of {@code pg_locks} to be this lock, held. */
  static String isKey(long key) {
    return "l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid = "
        + (key >>> 32)
        + " and l.objid = "
        + (key & 0xffffffffL)
        + " and l.database = (select d.oid from pg_catalog.pg_database d"
        + " where d.datname = pg_catalog.current_database())";
  }

  /** The condition that our own connection still has the lock, for any statement of ours. */
  String isOurs() {
    return "exists (select from pg_catalog.pg_locks l where "
        + isKey(key)
        + " and l.pid = pg_catalog.pg_backend_pid())";
  }

  /**
   * @param wait how long others may keep it
   * @throws MigrationException if they keep it longer
   */
  void acquire(Duration wait, Console console, Interruption interruption) throws SQLException {
    String attempt = "select pg_try_advisory_lock(" + key + ")";
    long deadline = System.nanoTime() + wait.toNanos();
    long nextMessage = System.nanoTime();
    long began = System.nanoTime();
    String lastHolder = "";
    while (!session.holds(attempt)) {
      interruption.check();
      String holder = OtherSession.describe(OtherSession.holding(session, key));
      long now = System.nanoTime();
      if (now >= deadline) {
        throw new Refusal(
            Exit.LOCKED,
            "Another migration has the lock, after waiting "
                + Durations.show(wait)
                + ": "
                + (holder.isEmpty() ? lastHolder : holder)
                + ". Run this again when it has ended, or wait longer with --lock-wait");
      }
      if (!holder.isEmpty()) {
        console.show(new Waiting("another migration: " + holder, began));
      }
      if (!holder.isEmpty() && !holder.equals(lastHolder) && now >= nextMessage) {
        console.note("Waiting for another migration: " + holder);
        lastHolder = holder;
        nextMessage = now + BETWEEN_MESSAGES_NANOS;
      }
      // Not all at the same moment, when many started together.
      interruption.sleep(SHORTEST_PAUSE + System.nanoTime() % SPREAD);
    }
    console.show(null);
  }

  void release() throws SQLException {
    try {
      session.execute("select pg_advisory_unlock(" + key + ")");
    } catch (SQLException e) {
      // With its connection a lock is gone too.
      if (!SqlState.isLost(e)) {
        throw e;
      }
    }
  }
}
