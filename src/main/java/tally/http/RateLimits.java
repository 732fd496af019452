package tally.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tally.db.DatabaseFault;

/**
 * How many requests a user, or an address without a login, may send within an hour, at all replicas
 * together (RateLimit headers: draft-ietf-httpapi-ratelimit-headers).
 *
 * <p>A request is counted here and costs no statement. Once a second what was counted is added up
 * in the database, and what others have counted is learnt: one replica is exact, several let
 * through at most what comes to the others within that second.
 */
public final class RateLimits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int SECONDS = 3600;

  /** So many are told apart at a time; newcomers beyond them share one quota. */
  private static final int MOST = 100_000;

  private final Settings settings;
  private final RequestCountDao counts;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
  private final ScheduledExecutorService exchange =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "rate-limits");
            thread.setDaemon(true);
            return thread;
          });

  private RateLimits(Settings settings, RequestCountDao counts, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.counts = counts;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Requests an hour; 0 for any number.
   *
   * @param user of one who is logged in
   * @param address of all together who are not, and come from there
   */
  public record Settings(int user, int address) {}

  /** Begins to count. */
  public static RateLimits start(
      Settings settings, RequestCountDao counts, Clock clock, MeterRegistry meters) {
    var limits = new RateLimits(settings, counts, clock, meters);
    long interval = INTERVAL.toMillis();
    var unused =
        limits.exchange.scheduleWithFixedDelay(
            limits::exchangeSafely, interval, interval, TimeUnit.MILLISECONDS);
    return limits;
  }

  /** Counts a request of a user's. */
  void countUser(Context ctx, Caller caller) {
    count(ctx, "user", "user:" + caller.userId(), settings.user);
  }

  /** Counts a request of somebody who is not logged in. */
  void countAddress(Context ctx) {
    count(ctx, "address", "address:" + ClientAddress.of(ctx).network(), settings.address);
  }

  private void count(Context ctx, String policy, String key, int limit) {
    if (limit == 0) {
      return;
    }
    var now = clock.instant();
    var quota = quota(key, limit, now);
    long left = quota.take();
    long seconds = Math.max(1, Duration.between(now, quota.endsAt()).toSeconds());
    ctx.header("RateLimit-Policy", "\"%s\";q=%d;w=%d".formatted(policy, limit, SECONDS));
    ctx.header("RateLimit", "\"%s\";r=%d;t=%d".formatted(policy, Math.max(0, left), seconds));
    if (left < 0) {
      meters.counter("tally.limits.hit", "policy", policy).increment();
      throw new Problem.RateLimited(
          "There were more than %d requests within an hour.".formatted(limit),
          Duration.ofSeconds(seconds));
    }
  }

  private Quota quota(String key, int limit, Instant now) {
    var known = quotas.get(key);
    if (known != null && !known.isOver(now)) {
      return known;
    }
    var kept = known == null && quotas.size() >= MOST ? "others" : key;
    return quotas.compute(
        kept, (k, quota) -> quota == null || quota.isOver(now) ? Quota.of(k, limit, clock) : quota);
  }

  private void exchangeSafely() {
    try {
      exchange();
    } catch (RuntimeException e) {
      var cause = DatabaseFault.cause(e);
      LOG.warn(
          "requests are counted at this replica alone: {}",
          cause == null ? e.toString() : DatabaseFault.describe(cause));
    }
  }

  /** Adds up, and learns. */
  private synchronized void exchange() {
    var now = clock.instant();
    // Sorted, so that two replicas take the rows in the same order and never wait for each other.
    var taken = new TreeMap<String, Taken>();
    quotas.forEach(
        (key, quota) -> {
          long unreported = quota.unreported();
          if (quota.isOver(now)) {
            quotas.remove(key, quota);
          } else if (unreported > 0) {
            taken.put(key, new Taken(quota, unreported));
          }
        });
    if (taken.isEmpty()) {
      return;
    }
    var keys = new ArrayList<>(taken.keySet());
    var ends = taken.values().stream().map(one -> one.quota.endsAt().toString()).toList();
    var numbers = taken.values().stream().map(Taken::number).toList();
    try {
      for (var count : counts.add(keys, ends, numbers)) {
        var one = taken.get(count.key());
        if (one != null) {
          one.quota.learn(count.requests());
        }
      }
    } catch (RuntimeException e) {
      taken.values().forEach(one -> one.quota.takeBack(one.number));
      throw e;
    }
  }

  /** What a quota has not reported yet. */
  private record Taken(Quota quota, long number) {}

  /** Adds up what was counted last. */
  @Override
  public void close() {
    exchange.shutdown();
    exchangeSafely();
  }
}
