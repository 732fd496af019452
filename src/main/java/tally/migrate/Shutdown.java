package tally.migrate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tally.migrate.database.Interruption;

/**
 * Turns the end of the virtual machine, by whichever signal, into an orderly end of the migration.
 * The machine itself then exits with 128 plus the signal's number.
 */
final class Shutdown extends Thread {
  private static final long PATIENCE_MILLIS = 1700;
  private static final long BETWEEN_CANCELS_MILLIS = 100;

  private final Interruption interruption;
  private final CountDownLatch finished = new CountDownLatch(1);

  private Shutdown(Interruption interruption) {
    super("migrate-shutdown");
    this.interruption = interruption;
  }

  static Shutdown watch(Interruption interruption) {
    var shutdown = new Shutdown(interruption);
    Runtime.getRuntime().addShutdownHook(shutdown);
    return shutdown;
  }

  @Override
  public void run() {
    // In a thread of its own, as a server that is frozen would keep it for longer.
    var canceller = new Thread(this::cancel, "migrate-cancel");
    canceller.setDaemon(true);
    canceller.start();
    try {
      finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupt();
    }
  }

  /** Again and again, as a cancel that comes between two statements has no effect. */
  private void cancel() {
    try {
      do {
        interruption.request();
      } while (!finished.await(BETWEEN_CANCELS_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      interrupt();
    }
  }

  /** The migration has come to its end, and there is nothing to be told any more. */
  void finished() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException e) {
      // The machine is already ending; this thread is what it waits for.
    }
  }
}
