package tally.migrate.run;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Database;
import tally.migrate.database.Session;

/**
 * Sees who keeps our statement waiting, while it waits: afterwards the server does not know any
 * more. A thread, which opens a connection of its own only when a file takes longer than others
 * usually wait for a lock.
 */
final class BlockerWatch extends Thread implements AutoCloseable {
  private static final long BETWEEN_LOOKS = 200;

  private final Database database;
  private final int backendPid;
  private final long patienceNanos;
  private volatile long began;
  private volatile boolean closed;
  private volatile List<OtherSession> seen = List.of();

  private BlockerWatch(Database database, int backendPid, Settings settings) {
    super("migrate-blockers");
    this.database = database;
    this.backendPid = backendPid;
    this.patienceNanos = settings.lockTimeout().toNanos() / 3;
    setDaemon(true);
  }

  static BlockerWatch start(Database database, int backendPid, Settings settings) {
    var watch = new BlockerWatch(database, backendPid, settings);
    watch.start();
    return watch;
  }

  /** A file begins. */
  void begin() {
    seen = List.of();
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
        Thread.sleep(BETWEEN_LOOKS);
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
    return used;
  }
}
