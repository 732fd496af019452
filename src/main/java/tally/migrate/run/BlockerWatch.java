package tally.migrate.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Database;
import tally.migrate.database.Session;

/**
 * Sees who keeps our statement waiting, while it waits: afterwards the server does not know any
 * more. A thread, which opens a connection of its own only when a file takes longer than others
 * usually wait for a lock. For somebody at a terminal it also sees which statement is running: what
 * is sent in one piece is answered in one piece, so that our own connection does not tell.
 */
final class BlockerWatch extends Thread implements AutoCloseable {
  private static final long MOST_BETWEEN_LOOKS = 200;
  private static final long LEAST_BETWEEN_LOOKS = 25;
  private static final long LOOKS_IN_A_TIMEOUT = 4;
  private static final long PATIENCE_AT_TERMINAL = 1_000_000_000L;

  private final Database database;
  private final int backendPid;
  private final long patienceNanos;
  private final long betweenLooks;
  private final boolean live;
  private volatile long began;
  private volatile boolean closed;
  private volatile List<OtherSession> seen = List.of();
  private volatile List<OtherSession> inTheWay = List.of();
  private volatile String statement = "";

  private BlockerWatch(
      Database database, int backendPid, long patienceNanos, long betweenLooks, boolean live) {
    super("migrate-blockers");
    this.database = database;
    this.backendPid = backendPid;
    this.patienceNanos = patienceNanos;
    this.betweenLooks = betweenLooks;
    this.live = live;
    setDaemon(true);
  }

  /**
   * Watches from now on.
   *
   * @param live whether somebody wants to see which statement is running
   */
  static BlockerWatch start(Database database, int backendPid, Settings settings, boolean live) {
    long patience = settings.lockTimeout().toNanos() / 3;
    var watch =
        new BlockerWatch(
            database,
            backendPid,
            live ? Math.min(patience, PATIENCE_AT_TERMINAL) : patience,
            betweenLooks(settings.lockTimeout()),
            live);
    watch.start();
    return watch;
  }

  /**
   * In milliseconds: so often that a wait is seen before it times out, unless that is very short.
   */
  static long betweenLooks(Duration lockTimeout) {
    long often = Math.max(lockTimeout.toMillis() / LOOKS_IN_A_TIMEOUT, LEAST_BETWEEN_LOOKS);
    // 0 is for ever.
    return lockTimeout.isZero() ? MOST_BETWEEN_LOOKS : Math.min(often, MOST_BETWEEN_LOOKS);
  }

  /** A file begins. */
  void begin() {
    seen = List.of();
    inTheWay = List.of();
    statement = "";
    // 0 stands for no file.
    began = System.nanoTime() | 1;
  }

  void end() {
    began = 0;
  }

  /** Who was seen in the way of the last file, empty for nobody. */
  String blockers() {
    return OtherSession.describe(seen);
  }

  /** Who is in the way at this moment, empty for nobody. */
  String blockersNow() {
    return OtherSession.describe(inTheWay);
  }

  /** The text of the statement that was last seen running, which the server may have cut off. */
  String statement() {
    return statement;
  }

  @Override
  public void close() {
    closed = true;
    interrupt();
  }

  @Override
  public void run() {
    Session session = null;
    try {
      while (!closed) {
        Thread.sleep(betweenLooks);
        long since = began;
        if (since != 0 && System.nanoTime() - since >= patienceNanos) {
          session = look(session);
        }
      }
    } catch (InterruptedException | SQLException e) {
      // Ended, or not to be found out; the migration goes on without the names.
    } finally {
      if (session != null) {
        session.close();
      }
    }
  }

  private Session look(@Nullable Session session) throws SQLException {
    Session used = session == null ? new Session(database.connect()) : session;
    List<OtherSession> blockers = OtherSession.blocking(used, backendPid);
    if (!blockers.isEmpty()) {
      seen = blockers;
    }
    inTheWay = blockers;
    if (live) {
      statement = OtherSession.statement(used, backendPid);
    }
    return used;
  }
}
