package tally.http;

import io.javalin.http.Context;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many requests of {@link Turn#FEW} are under way, so that they never take all threads:
 * each may wait for the database, and then for its hash.
 */
final class Few {
  /** More than these would wait longer than anyone does. */
  private static final int MOST = 64;

  private static final String ATTRIBUTE = "tally.few";

  private final Semaphore free = new Semaphore(MOST);

  /**
   * To be asked before anything waits for the request.
   *
   * @throws Problem.ServiceUnavailable where as many as may be are under way
   */
  void enter(Context ctx) {
    if (!ctx.routeRoles().contains(Turn.FEW)) {
      return;
    }
    if (!free.tryAcquire()) {
      throw new Problem.ServiceUnavailable("Too many logins at once. Try again soon.");
    }
    ctx.attribute(ATTRIBUTE, true);
  }

  /** To be called after every request, however it ended; before its client has the answer. */
  void leave(Context ctx) {
    if (ctx.attribute(ATTRIBUTE) != null) {
      free.release();
    }
  }
}
