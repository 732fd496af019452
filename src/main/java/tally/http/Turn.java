package tally.http;

import io.javalin.security.RouteRole;

/** Whether a route's requests take turns with all others. They do, unless it says so. */
public enum Turn implements RouteRole {
  /** They run when they come, as they do little. */
  NONE,
  /**
   * They run when they come, up to a number of all of these together: they wait for something else
   * than the database for so long that they would keep its turns from others.
   */
  FEW
}
