package tally.http;

import io.javalin.security.RouteRole;

/** What a route takes beside a path and a body. A query sent to any other route is refused. */
public enum Takes implements RouteRole {
  /** Parameters, which the handler names with {@link Input#query}. */
  QUERY
}
