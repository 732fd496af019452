package tally.auth;

import io.javalin.http.Context;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import tally.http.Authenticator;
import tally.http.Caller;
import tally.http.Problem;

/** Finds the caller by the token, and asks for each request whether its session still lives. */
final class Guard implements Authenticator {
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final LiveSessions sessions;
  private final AccessCookie cookie;
  private final SameOrigin sameOrigin;

  Guard(Tokens tokens, LiveSessions sessions, AccessCookie cookie, SameOrigin sameOrigin) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.cookie = cookie;
    this.sameOrigin = sameOrigin;
  }

  @Override
  public Caller authenticate(Context ctx) {
    var token = token(ctx);
    if (token == null) {
      throw new Problem.Unauthorized();
    }
    var caller = tokens.verify(token);
    if (!sessions.isLive(caller)) {
      throw new Problem.InvalidToken();
    }
    return caller;
  }

  /** The bearer's token, else the cookie's; null if there is neither. */
  @Nullable String token(Context ctx) {
    requireSameOrigin(ctx);
    var headers = Collections.list(ctx.req().getHeaders("Authorization"));
    if (headers.isEmpty()) {
      return cookie.read(ctx);
    }
    var header = headers.get(0);
    // Of two, somebody in front may have looked at the other one.
    if (headers.size() > 1 || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Problem.InvalidToken();
    }
    return header.substring(BEARER.length()).strip();
  }

  /**
   * For routes that ask for no token, too: what comes with the cookie alone must not come from
   * another site.
   */
  void requireSameOrigin(Context ctx) {
    if (ctx.req().getHeader("Authorization") == null && cookie.read(ctx) != null) {
      sameOrigin.require(ctx);
    }
  }
}
