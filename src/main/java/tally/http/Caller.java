package tally.http;

import io.javalin.http.Context;
import java.util.UUID;

/**
 * Who asks.
 *
 * @param userId whose rows the request may see
 * @param sessionId by which login
 */
public record Caller(UUID userId, UUID sessionId) {
  /**
   * The caller of a route for {@link Role#USER}.
   *
   * @throws Problem.Unauthorized if the route let everyone in, and nobody is logged in
   */
  public static Caller of(Context ctx) {
    var caller = Exchange.of(ctx).caller();
    if (caller == null) {
      throw new Problem.Unauthorized();
    }
    return caller;
  }
}
