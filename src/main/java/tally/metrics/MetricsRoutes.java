package tally.metrics;

import io.javalin.config.RoutesConfig;
import java.util.Optional;
import java.util.function.Supplier;
import tally.http.Answer;
import tally.http.Limit;
import tally.http.Role;
import tally.http.Routes;

/** {@code /metrics}, for the port that is not the public one. */
public final class MetricsRoutes implements Routes {
  private final Metrics metrics;
  private final Supplier<Optional<String>> revision;

  /**
   * @param revision the database's; empty where it does not say within a second
   */
  public MetricsRoutes(Metrics metrics, Supplier<Optional<String>> revision) {
    this.metrics = metrics;
    this.revision = revision;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/metrics",
        ctx ->
            Answer.text(
                ctx, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape(revision.get())),
        Role.ANYONE,
        Limit.NONE);
  }
}
