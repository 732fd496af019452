package tally.http;

import java.time.Duration;
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

  private static final long STEP_MILLIS = 20;

  private volatile long lastRequest = System.nanoTime() - QUIET_NANOS;
  private volatile long lastProbe = System.nanoTime() - LONGEST_INTERVAL_NANOS;
  private volatile long probeInterval = LONGEST_INTERVAL_NANOS;
  private volatile boolean started;
  private volatile boolean told;

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    long now = System.nanoTime();
    switch (request.getHttpURI().getPath()) {
      case "/readyz" -> {
        probeInterval = now - lastProbe;
        lastProbe = now;
        told = started;
      }
      case "/healthz" -> {}
      default -> lastRequest = now;
    }
    if (started) {
      responseHeaders.put(HttpFields.CONNECTION_CLOSE);
    }
    return request;
  }

  /**
   * Returns when whoever asks for readiness again and again has been told, and nothing else arrives
   * any more. At once, if nobody asks and nothing did of late.
   */
  void await(Duration longest) {
    started = true;
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      while (((isProbed() && !told) || isRequested()) && System.nanoTime() < deadline) {
        Thread.sleep(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isProbed() {
    return probeInterval < LONGEST_INTERVAL_NANOS
        && System.nanoTime() - lastProbe < 2 * probeInterval + QUIET_NANOS;
  }

  private boolean isRequested() {
    return System.nanoTime() - lastRequest < QUIET_NANOS;
  }
}
