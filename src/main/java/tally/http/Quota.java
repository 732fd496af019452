package tally.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one user or address may still ask for within an hour, as far as this replica knows. What the
 * others have let through is taken away as it becomes known.
 */
final class Quota {
  private static final long SECONDS = 3600;

  private final long limit;
  private final Instant endsAt;
  private final Bucket bucket;
  private final AtomicLong unreported = new AtomicLong();

  /** Both belong to whoever reports. */
  private long reported;

  private long known;

  private Quota(long limit, Instant endsAt, Clock clock) {
    this.limit = limit;
    this.endsAt = endsAt;
    this.bucket =
        Bucket.builder()
            .addLimit(
                bandwidth ->
                    bandwidth
                        .capacity(limit)
                        .refillIntervallyAligned(limit, Duration.ofSeconds(SECONDS), endsAt))
            .withCustomTimePrecision(new WallClock(clock))
            .build();
  }

  /** That of the hour that runs now. Everybody's ends at another time, at each replica the same. */
  static Quota of(String key, long limit, Clock clock) {
    long offset = Math.floorMod(key.hashCode(), SECONDS);
    long hour = Math.floorDiv(clock.instant().getEpochSecond() - offset, SECONDS);
    return new Quota(limit, Instant.ofEpochSecond((hour + 1) * SECONDS + offset), clock);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(endsAt);
  }

  Instant endsAt() {
    return endsAt;
  }

  long limit() {
    return limit;
  }

  /** Takes one, and returns how many are left; -1 if there was none. */
  long take() {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      return -1;
    }
    unreported.incrementAndGet();
    return Math.max(0, probe.getRemainingTokens());
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
      bucket.consumeIgnoringRateLimits(others - known);
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
