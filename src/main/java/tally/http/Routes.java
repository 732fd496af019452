package tally.http;

import io.javalin.config.RoutesConfig;

/** The endpoints of one feature. */
public interface Routes {
  /** Adds every endpoint with its {@link Role}. HEAD and OPTIONS are added by the server. */
  void addTo(RoutesConfig routes);
}
