package tally.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code http.server.request.duration}: how many requests, and how long they took, by method, route
 * and status. A path or a method that somebody has made up is no value of a label, or a scan would
 * fill the memory.
 */
final class RequestMeters {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** The bounds that OpenTelemetry advises, in milliseconds. */
  private static final Duration[] BOUNDS =
      Stream.of(5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Kind(String method, String scheme, String route, int status) {}

  /**
   * One request is answered.
   *
   * @param scheme as the client has it, where a proxy that is believed says so
   * @param route {@link Exchange#NO_ROUTE} where none was found
   */
  void count(String method, String scheme, String route, int status, long nanos) {
    var kind =
        new Kind(
            METHODS.contains(method) ? method : "_OTHER",
            scheme.equals("https") ? scheme : "http",
            // To Prometheus an empty label is one that is not there.
            route.equals(Exchange.NO_ROUTE) ? "" : route,
            status);
    // Asked for first, as that takes no lock.
    var timer = timers.get(kind);
    (timer == null ? timers.computeIfAbsent(kind, this::timer) : timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    return Timer.builder("http.server.request.duration")
        .description("Duration of HTTP server requests")
        .tag("http.request.method", kind.method)
        .tag("url.scheme", kind.scheme)
        .tag("http.route", kind.route)
        .tag("http.response.status_code", Integer.toString(kind.status))
        .tag("error.type", kind.status >= 500 ? Integer.toString(kind.status) : "")
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
