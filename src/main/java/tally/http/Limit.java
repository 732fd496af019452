package tally.http;

import io.javalin.security.RouteRole;

/** Whether a route's requests are counted, beside whom it lets in. They are, unless it says so. */
public enum Limit implements RouteRole {
  /** Any number of them, from anybody. */
  NONE,
  /** The route itself counts those that it refuses, for the address: who succeeds is known. */
  FAILURES
}
