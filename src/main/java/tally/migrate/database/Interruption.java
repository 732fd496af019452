package tally.migrate.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * SIGTERM or Ctrl-C: the statement is cancelled, its transaction rolled back, the lock released,
 * and the process ends within two seconds. Between two statements it is looked at; during one, the
 * server is asked to cancel it.
 */
public final class Interruption {
  private final Thread worker = Thread.currentThread();
  private volatile boolean requested;
  private @Nullable Session session;

  /** From now on this connection is the one to cancel; null for none. */
  public synchronized void watch(@Nullable Session current) {
    session = current;
  }

  /**
   * From now on nothing is cancelled any more: what follows is the clean-up. When this returns, no
   * cancel is on its way either.
   */
  public synchronized void settle() {
    session = null;
  }

  /** Whether the end was asked for; an error that comes now is likely our own cancel. */
  public boolean isRequested() {
    return requested;
  }

  /**
   * Goes on, unless the end was asked for.
   *
   * @throws MigrationException if the end was asked for
   */
  public void check() {
    check("");
  }

  /**
   * The same.
   *
   * @param outcome what the database looks like now
   */
  public void check(String outcome) {
    if (requested) {
      throw interrupted(outcome);
    }
  }

  /** Waits, and is woken by the end being asked for. */
  public void sleep(long millis) {
    sleep(millis, "");
  }

  /**
   * The same.
   *
   * @param outcome what the database looks like now
   */
  public void sleep(long millis, String outcome) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      requested = true;
    }
    check(outcome);
  }

  /**
   * What ends a command whose end was asked for.
   *
   * @param outcome what the database looks like now, empty if nothing was under way
   */
  public static MigrationException interrupted(String outcome) {
    return new Refusal(
        Exit.INTERRUPTED,
        outcome.isEmpty() ? "Interrupted; nothing was under way" : "Interrupted; now " + outcome);
  }

  /**
   * Asks for the end, from another thread. To be repeated, as a cancel may come between statements.
   */
  public synchronized void request() {
    requested = true;
    worker.interrupt();
    Session current = session;
    if (current != null) {
      try {
        current.cancel();
      } catch (SQLException e) {
        // The server cannot be reached; then it has nothing of ours to cancel, or finds out itself.
      }
    }
  }
}
