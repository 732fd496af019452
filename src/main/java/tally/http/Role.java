package tally.http;

import io.javalin.security.RouteRole;

/** Whom a route lets in. Every route names one. */
public enum Role implements RouteRole {
  /** No login needed; a credential that is sent along is not looked at. */
  ANYONE,
  /** A live session; the handler finds its user with {@link Caller#of}. */
  USER
}
