package tally.http;

import io.javalin.security.RouteRole;

/** Whether a route's requests take turns with all others. They do, unless it says so. */
public enum Turn implements RouteRole {
  /** They run when they come: they do little, or see to it themselves that they are few. */
  NONE
}
