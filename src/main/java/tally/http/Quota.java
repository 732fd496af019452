package tally.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one user or address may still ask for: so many requests at once, and as many again in the
 * course of an hour, one after the other. It is no more than a moment, at which it is full again
 * and which every request puts off (the generic cell rate algorithm, ITU-T I.371, calls it the
 * theoretical arrival time).
 *
 * <p>What was let through here is unreported until all replicas know of it. There is never more of
 * it than a share, or somebody waits until it is reported.
 *
 * <p>Moments are those of {@link System#nanoTime}.
 */
final class Quota {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long SHARE = 20;

  /** Held by whoever reports it, while that is under way. */
  final Lock reporting = new ReentrantLock();

  final String key;

  /** In which one request is made good. */
  private final long interval;

  private final long whole;
  private final long share;

  private long fullAt;
  private long unreported;
  private long askedAt;
  private boolean asked;
  private boolean known;

  /** That of somebody who has asked for nothing yet, as far as is known here. */
  Quota(String key, long limit, long now) {
    this.key = key;
    this.interval = HOUR / limit;
    this.whole = limit * interval;
    this.share = Math.max(1, limit / SHARE);
    this.fullAt = now;
    this.askedAt = now;
  }

  /** What is left after one was taken, or could not be: -1; and in how long there is one more. */
  record Left(long requests, Duration untilNext) {}

  /** Takes one, if there is one. */
  synchronized Left take(long now) {
    asked = true;
    askedAt = now;
    long used = Math.max(0, fullAt - now) + interval;
    if (used > whole) {
      return new Left(-1, Duration.ofNanos(used - whole));
    }
    fullAt = now + used;
    unreported++;
    long left = (whole - used) / interval;
    return new Left(left, Duration.ofNanos(used - whole + (left + 1) * interval));
  }

  /** The same; null where it is to be reported before. */
  synchronized @Nullable Left takeUnlessDue(long now) {
    return isDue() ? null : take(now);
  }

  /** Whether to report before the next one is taken: nothing is known, or the share is used up. */
  synchronized boolean isDue() {
    return !known || unreported >= share;
  }

  /** Whether there is something to report, or one was asked for since this was called last. */
  synchronized boolean isNews() {
    boolean was = asked || unreported > 0;
    asked = false;
    return was;
  }

  /** Whether nobody has asked for so long, and nothing gets lost with it. */
  synchronized boolean isIdle(long now, Duration time) {
    return now - askedAt > time.toNanos() && (unreported == 0 || now - fullAt >= 0);
  }

  /**
   * What the others do not know of.
   *
   * @param requests that were let through
   * @param used in microseconds, without what was made good meanwhile: perhaps it waited for hours
   */
  record Report(long requests, long used) {}

  /** What is unreported. */
  synchronized Report report(long now) {
    long used = Math.min(unreported * interval, Math.max(0, fullAt - now));
    return new Report(unreported, TimeUnit.NANOSECONDS.toMicros(used));
  }

  /**
   * Learns what is used of it everywhere.
   *
   * @param report that was made here, and is in it
   * @param used in microseconds
   */
  synchronized void learn(Report report, long used, long now) {
    unreported -= report.requests;
    fullAt = now + TimeUnit.MICROSECONDS.toNanos(used) + unreported * interval;
    known = true;
  }
}
