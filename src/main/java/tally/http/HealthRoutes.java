package tally.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /healthz}: the process answers. {@code /readyz}: it can do its work. */
public final class HealthRoutes implements Routes {
  private final Supplier<Optional<String>> fault;

  /**
   * Routes over a check.
   *
   * @param fault why the server cannot do its work, in a sentence; empty if it can. Returns within
   *     a second.
   */
  public HealthRoutes(Supplier<Optional<String>> fault) {
    this.fault = fault;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/healthz",
        ctx -> Answer.ok(ctx, Map.of("status", "ok")),
        Role.ANYONE,
        Limit.NONE,
        Turn.NONE);
    routes.get("/readyz", this::ready, Role.ANYONE, Limit.NONE, Turn.NONE);
  }

  private void ready(Context ctx) {
    fault
        .get()
        .ifPresent(
            reason -> {
              throw new Problem.ServiceUnavailable(reason);
            });
    Answer.ok(ctx, Map.of("status", "ready"));
  }
}
