package tally.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one user or address may still ask for, as far as this replica knows: so many at once, and as
 * many again in the course of an hour, one after the other. Nobody who has used them up waits for
 * an hour to end. What other replicas have let through is taken away as it becomes known.
 */
final class Quota {
  private static final long SECONDS = 3600;

  /** For longer nobody waits on account of what others have let through at the same time. */
  private static final long LONGEST_DEBT = 60;

  private final long limit;
  private final Instant endsAt;
  private final Bucket bucket;
  private final AtomicLong unreported = new AtomicLong();

  /** Both belong to whoever reports. */
  private long reported;

  private long known;

  private Quota(long limit, Instant endsAt, Bucket bucket) {
    this.limit = limit;
    this.endsAt = endsAt;
    this.bucket = bucket;
  }

  /** That of somebody who has asked for nothing yet. */
  static Quota of(String key, long limit, Clock clock) {
    var bucket =
        Bucket.builder()
            .addLimit(
                bandwidth ->
                    bandwidth.capacity(limit).refillGreedy(limit, Duration.ofSeconds(SECONDS)))
            .withCustomTimePrecision(new WallClock(clock))
            .build();
    return new Quota(limit, end(key, clock.instant()), bucket);
  }

  /** The same in the hour that runs now, for which replicas count anew. */
  Quota next(String key, Instant now) {
    return new Quota(limit, end(key, now), bucket);
  }

  /** Everybody's hour ends at another time, at each replica the same. */
  private static Instant end(String key, Instant now) {
    long offset = Math.floorMod(key.hashCode(), SECONDS);
    long hour = Math.floorDiv(now.getEpochSecond() - offset, SECONDS);
    return Instant.ofEpochSecond((hour + 1) * SECONDS + offset);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(endsAt);
  }

  /** Whether there is nothing in it to remember. */
  boolean isFull() {
    return bucket.getAvailableTokens() >= limit;
  }

  Instant endsAt() {
    return endsAt;
  }

  /** What is left after one was taken, or could not be: -1; and in how long there is one more. */
  record Left(long requests, Duration untilNext) {}

  /** Takes one, if there is one. */
  Left take() {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      return new Left(-1, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    unreported.incrementAndGet();
    long left = Math.min(limit - 1, Math.max(0, probe.getRemainingTokens()));
    var more = bucket.estimateAbilityToConsume(left + 1);
    return new Left(left, Duration.ofNanos(more.getNanosToWaitForRefill()));
  }

  /** How many were taken here since this was asked last. */
  long unreported() {
    long taken = unreported.getAndSet(0);
    reported += taken;
    return taken;
  }

  /** These were not reported after all. */
  void takeBack(long taken) {
    reported -= taken;
    unreported.addAndGet(taken);
  }

  /** Learns how many were taken at all replicas together. */
  void learn(long everywhere) {
    long others = everywhere - reported;
    if (others > known) {
      long debt = Math.max(0, LONGEST_DEBT * limit / SECONDS - 1);
      long most = Math.max(0, bucket.getAvailableTokens() + debt);
      long taken = Math.min(others - known, most);
      if (taken > 0) {
        bucket.consumeIgnoringRateLimits(taken);
      }
      known = others;
    }
  }

  /** The library measures in nanoseconds. */
  private record WallClock(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
