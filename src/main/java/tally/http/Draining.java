package tally.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The time between a server's last promise to be ready and its end. A proxy in front finds out only
 * when it asks next, and sends requests until then: they are served as ever, each on a connection
 * that ends with it.
 */
final class Draining implements HttpConfiguration.Customizer {
  /** Whoever still sends something does so more often. */
  private static final long QUIET_NANOS = Duration.ofMillis(500).toNanos();

  /** Whoever asks more seldom is not waited for. */
  private static final long LONGEST_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  /** Nobody has more proxies; anybody may ask. */
  private static final int MOST_PROBERS = 100;

  private static final long STEP_MILLIS = 20;

  /** Who asks for readiness, by address. */
  private final Map<String, Prober> probers = new ConcurrentHashMap<>();

  private volatile long lastRequest = System.nanoTime() - QUIET_NANOS;
  private volatile boolean started;

  /**
   * Somebody who asks whether this server is ready.
   *
   * @param interval between the last two times, nanoseconds
   * @param told that it is not
   */
  private record Prober(long last, long interval, boolean told) {
    boolean isWaitedFor(long now) {
      return !told && interval < LONGEST_INTERVAL_NANOS && now - last < 2 * interval + QUIET_NANOS;
    }
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    // CONNECT has no path.
    switch (String.valueOf(request.getHttpURI().getPath())) {
      case "/readyz" -> probedBy(request);
      case "/healthz" -> {}
      default -> lastRequest = System.nanoTime();
    }
    if (started) {
      responseHeaders.put(HttpFields.CONNECTION_CLOSE);
    }
    return request;
  }

  private void probedBy(Request request) {
    long now = System.nanoTime();
    if (probers.size() >= MOST_PROBERS) {
      probers.values().removeIf(prober -> now - prober.last > LONGEST_INTERVAL_NANOS);
    }
    if (probers.size() < MOST_PROBERS
        && request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress address) {
      probers.compute(
          address.getHostString(),
          (host, before) ->
              new Prober(
                  now, before == null ? LONGEST_INTERVAL_NANOS : now - before.last, started));
    }
  }

  /**
   * Returns when all who ask for readiness again and again have been told, and nothing else arrives
   * any more. At once, if nobody asks and nothing did of late.
   */
  void await(Duration longest) {
    started = true;
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      while ((isProbed() || isRequested()) && System.nanoTime() < deadline) {
        Thread.sleep(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isProbed() {
    long now = System.nanoTime();
    return probers.values().stream().anyMatch(prober -> prober.isWaitedFor(now));
  }

  private boolean isRequested() {
    return System.nanoTime() - lastRequest < QUIET_NANOS;
  }
}
