package tally.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmClassLoadingMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmCpuMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmMemoryMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmThreadMeterConventions;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * The meters of one server. Requests, the pool and the JVM have the names, the attributes and the
 * buckets of OpenTelemetry's semantic conventions, where Micrometer has them; the rest is its own.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/general/metrics/">Metrics</a>
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MultiGauge revision;

  /** Begins to measure this process. */
  public Metrics() {
    this.revision =
        MultiGauge.builder("tally.schema.revision")
            .description("1 for the revision that the database is at")
            .register(registry);
    var none = Tags.empty();
    new ClassLoaderMetrics(new OpenTelemetryJvmClassLoadingMeterConventions()).bindTo(registry);
    new JvmMemoryMetrics(none, new OpenTelemetryJvmMemoryMeterConventions(none)).bindTo(registry);
    new JvmThreadMetrics(none, new OpenTelemetryJvmThreadMeterConventions(none)).bindTo(registry);
    new ProcessorMetrics(none, new OpenTelemetryJvmCpuMeterConventions(none)).bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Where everything else adds its own meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * All meters as they are now, in Prometheus' text format.
   *
   * @param current the database's revision, empty where it does not say
   */
  String scrape(Optional<String> current) {
    revision.register(
        current.stream().map(id -> MultiGauge.Row.of(Tags.of("revision", id), 1)).toList(), true);
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
