package tally.migrate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      do {
        interruption.request();
      } while (!finished.await(BETWEEN_CANCELS_MILLIS, TimeUnit.MILLISECONDS)
          && System.nanoTime() < deadline);
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
