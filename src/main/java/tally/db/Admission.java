package tally.db;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Foresees how long it takes until a connection is free. Where that is too long it is better to
 * hear so at once: whoever waits takes a thread, and the time of those who can be served.
 */
final class Admission {
  /**
   * So many may always wait for each connection: they come together, and are served in a moment.
   */
  private static final int ALWAYS_PER_CONNECTION = 4;

  private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(100).toNanos();

  /** Where no connection becomes free for so long, it is not a matter of their number. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How much the newest interval counts. */
  private static final double WEIGHT = 0.02;

  private final int always;

  /** From one connection that becomes free to the next, while somebody waits. */
  private double interval = Duration.ofMillis(1).toNanos();

  private final LongSupplier nanos;

  /** When the last connection became free, or somebody began to ask after nobody did. */
  private long since;

  /**
   * @param nanos a clock
   */
  Admission(int connections, LongSupplier nanos) {
    this.always = ALWAYS_PER_CONNECTION * connections;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /**
   * Whether somebody who comes now is served in time.
   *
   * @param waiting before him
   */
  boolean isWorthWaiting(int waiting) {
    return waiting < always || waiting * expectedInterval() <= LONGEST_WAIT_NANOS;
  }

  private synchronized double expectedInterval() {
    long silence = nanos.getAsLong() - since;
    return silence > SILENCE_NANOS ? silence : interval;
  }

  /** Somebody asks for a connection, and nobody did before: until now none had to become free. */
  synchronized void begins() {
    since = nanos.getAsLong();
  }

  /**
   * A connection has become free.
   *
   * @param isAwaited whether somebody waits for it: else the interval says how much there is to do,
   *     and not how fast it goes
   */
  synchronized void released(boolean isAwaited) {
    long now = nanos.getAsLong();
    if (isAwaited) {
      interval += WEIGHT * (now - since - interval);
    }
    since = now;
  }
}
