package tally.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM or Ctrl-C, by which a server is stopped. To have been asked to stop is no failure: the
 * process ends with 0, and not with the 143 or 130 that the virtual machine would choose.
 */
final class StopSignal {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread waiting;

  private StopSignal() {}

  /**
   * From now on the signal is waited for.
   *
   * @param patience how long a stop may take; after that the process ends with 1
   */
  static StopSignal watch(Duration patience) {
    var signal = new StopSignal();
    var hook = new Thread(() -> signal.stop(patience), "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    return signal;
  }

  /** The same without a result. */
  void interruptible(Runnable work) {
    interruptible(
        () -> {
          work.run();
          return work;
        });
  }

  /** Does what may have to wait for something; the signal interrupts it, also an earlier one. */
  <T> T interruptible(Supplier<T> work) {
    waitedFor(Thread.currentThread());
    try {
      if (isAsked()) {
        Thread.currentThread().interrupt();
      }
      return work.get();
    } finally {
      waitedFor(null);
      // What comes next closes things, and is to take the time it needs.
      Thread.interrupted();
    }
  }

  private synchronized void waitedFor(@Nullable Thread thread) {
    waiting = thread;
  }

  private synchronized void interrupt() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** Whether the server is asked to stop. */
  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits until the server is asked to stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Everything is closed, and nothing is left to do. */
  void stopped() {
    stopped.countDown();
  }

  private void stop(Duration patience) {
    if (stopped.getCount() == 0) {
      return;
    }
    asked.countDown();
    interrupt();
    boolean orderly = false;
    try {
      orderly = stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The status of a signal can be changed by nothing else.
    Runtime.getRuntime().halt(orderly ? 0 : 1);
  }
}
