package tally.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tally.db.DatabaseFault;

/**
 * How many requests a user, or an address without a login, may send: so many at once, and as many
 * again within an hour, at all replicas together (RateLimit headers:
 * draft-ietf-httpapi-ratelimit-headers).
 *
 * <p>A request is counted here. Once a second what was let through is added up in the database, and
 * what is used at all replicas together is taken over from there. Who is new here, or sends so much
 * within that second that the others ought to know, waits for that. Without the database each
 * replica counts by itself.
 */
public final class RateLimits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** So many go into one statement. */
  private static final int BATCH = 1000;

  private final Quotas users;
  private final Quotas addresses;
  private final QuotaDao dao;
  private final MeterRegistry meters;

  /**
   * Whether the database is not there, so that nobody waits for it. Any report may find that out;
   * that it is there again only the one of each second, or they would contradict one another.
   */
  private final AtomicBoolean alone = new AtomicBoolean();

  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "rate-limits");
            thread.setDaemon(true);
            return thread;
          });

  private RateLimits(Settings settings, QuotaDao dao, MeterRegistry meters) {
    this.users = new Quotas("user", settings.user);
    this.addresses = new Quotas("address", settings.address);
    this.dao = dao;
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
  public static RateLimits start(Settings settings, QuotaDao dao, MeterRegistry meters) {
    var limits = new RateLimits(settings, dao, meters);
    long interval = INTERVAL.toMillis();
    var unused =
        limits.schedule.scheduleWithFixedDelay(
            limits::reportNews, interval, interval, TimeUnit.MILLISECONDS);
    return limits;
  }

  /** Counts a request of a user's. */
  public void countUser(Context ctx, Caller caller) {
    count(ctx, users, caller.userId().toString());
  }

  /** Counts a request of somebody who is not logged in. */
  public void countAddress(Context ctx) {
    count(ctx, addresses, ClientAddress.of(ctx).network());
  }

  private void count(Context ctx, Quotas policy, String who) {
    int limit = policy.limit();
    if (limit == 0) {
      return;
    }
    var left = take(policy.of(who, System.nanoTime()));
    // Up to the next second, by which it is there.
    long seconds = Math.max(1, left.untilNext().plusMillis(999).toSeconds());
    var name = "\"" + policy.name() + "\"";
    ctx.header("RateLimit-Policy", name + ";q=" + limit + ";w=3600");
    ctx.header("RateLimit", name + ";r=" + Math.max(0, left.requests()) + ";t=" + seconds);
    if (left.requests() < 0) {
      meters.counter("tally.limits.hit", "policy", policy.name()).increment();
      throw new Problem.RateLimited(
          "There are %d requests an hour. Wait for the next one.".formatted(limit),
          Duration.ofSeconds(seconds));
    }
  }

  Quota.Left take(Quota quota) {
    boolean goesOn = true;
    while (goesOn && !alone.get()) {
      var left = quota.takeUnlessDue(System.nanoTime());
      if (left != null) {
        return left;
      }
      goesOn = reportOne(quota);
    }
    return quota.take(System.nanoTime());
  }

  /** For who waits for it. Others may have waited for the same. */
  private boolean reportOne(Quota quota) {
    quota.reporting.lock();
    try {
      return !quota.isDue() || (!alone.get() && exchange(List.of(quota)));
    } finally {
      quota.reporting.unlock();
    }
  }

  /** For all who have asked, but for those whom another thread reports at the moment. */
  private synchronized void reportNews() {
    long now = System.nanoTime();
    var all = new ArrayList<>(users.news(now));
    all.addAll(addresses.news(now));
    // So that two replicas never wait for one another.
    all.sort(Comparator.comparing(quota -> quota.key));
    boolean goesOn = true;
    for (int from = 0; goesOn && from < all.size(); from += BATCH) {
      var batch = new ArrayList<>(all.subList(from, Math.min(all.size(), from + BATCH)));
      batch.removeIf(quota -> !quota.reporting.tryLock());
      try {
        goesOn = exchange(batch);
      } finally {
        batch.forEach(quota -> quota.reporting.unlock());
      }
    }
    if (goesOn && !all.isEmpty() && alone.getAndSet(false)) {
      LOG.info("requests are counted at all replicas together again");
    }
  }

  /**
   * Adds up, and takes over what is used everywhere.
   *
   * @param quotas whose locks the caller holds
   * @return whether that was done
   */
  private boolean exchange(List<Quota> quotas) {
    var reports = new LinkedHashMap<String, Sent>();
    long now = System.nanoTime();
    quotas.forEach(quota -> reports.put(quota.key, new Sent(quota, quota.report(now))));
    try {
      var used = reports.values().stream().map(sent -> sent.report.used()).toList();
      for (var standing : dao.add(List.copyOf(reports.keySet()), used)) {
        var sent = reports.get(standing.key());
        if (sent != null) {
          sent.quota.learn(sent.report, standing.used(), System.nanoTime());
        }
      }
      return true;
    } catch (RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private void failed(RuntimeException e) {
    var cause = DatabaseFault.cause(e);
    if (!alone.getAndSet(true)) {
      LOG.warn(
          "requests are counted at this replica alone: {}",
          cause == null ? e.toString() : DatabaseFault.describe(cause));
    }
  }

  /** Whose report it is. */
  private record Sent(Quota quota, Quota.Report report) {}

  /** Adds up what was counted last. */
  @Override
  public void close() {
    schedule.shutdown();
    reportNews();
  }
}
