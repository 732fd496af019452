package tally.db;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.PoolStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the pool tells of itself, by the names of OpenTelemetry's semantic conventions.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/database-metrics/">Database
 *     metrics</a>
 */
final class PoolMeters implements IMetricsTracker {
  private static final String PREFIX = "db.client.connection.";

  /** The bounds that OpenTelemetry advises for databases, in milliseconds. */
  private static final Duration[] BOUNDS =
      Stream.of(1, 5, 10, 50, 100, 500, 1000, 5000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Tags pool;
  private final PoolStats stats;
  private final Timer waited;
  private final Timer used;
  private final Timer created;
  private final Counter timeouts;

  PoolMeters(MeterRegistry registry, String name, PoolStats stats) {
    this.registry = registry;
    this.pool = Tags.of(PREFIX + "pool.name", name);
    this.stats = stats;
    gauge("count", pool.and(PREFIX + "state", "idle"), PoolStats::getIdleConnections);
    gauge("count", pool.and(PREFIX + "state", "used"), PoolStats::getActiveConnections);
    gauge("max", pool, PoolStats::getMaxConnections);
    gauge("pending_requests", pool, PoolStats::getPendingThreads);
    this.waited = timer("wait_time", "Time to get a connection from the pool");
    this.used = timer("use_time", "Time between taking a connection and giving it back");
    this.created = timer("create_time", "Time to make a new connection");
    this.timeouts =
        Counter.builder(PREFIX + "timeouts")
            .description("How often no connection was to be had in time")
            .tags(pool)
            .register(registry);
  }

  private void gauge(String name, Tags tags, ToDoubleFunction<PoolStats> value) {
    Gauge.builder(PREFIX + name, stats, value).tags(tags).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(PREFIX + name)
        .description(description)
        .tags(pool)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  @Override
  public void recordConnectionCreatedMillis(long millis) {
    created.record(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void recordConnectionAcquiredNanos(long nanos) {
    waited.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void recordConnectionUsageMillis(long millis) {
    used.record(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void recordConnectionTimeout() {
    timeouts.increment();
  }
}
