package tally.auth;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tally.http.Origins;
import tally.http.Problem;

/**
 * Refuses what another site makes a browser do: an unsafe request that brings the cookie along. A
 * program that is no browser sends neither header, and passes.
 */
final class SameOrigin {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Origins others;
  private final Set<String> schemes;

  /**
   * @param others the other sites that may
   * @param secure whether the cookie is one that browsers send over TLS only
   */
  SameOrigin(Origins others, boolean secure) {
    this.others = others;
    this.schemes = secure ? Set.of("https") : Set.of("http", "https");
  }

  /**
   * @throws Problem.Forbidden if the method is unsafe and the request comes from another origin
   */
  void require(Context ctx) {
    if (SAFE.contains(ctx.req().getMethod())) {
      return;
    }
    var origin = ctx.req().getHeader("Origin");
    var site = ctx.req().getHeader("Sec-Fetch-Site");
    boolean same =
        origin != null
            ? others.contains(origin) || isOf(origin, ctx.req().getHeader("Host"))
            : site == null || site.equals("same-origin") || site.equals("none");
    if (!same) {
      throw new Problem.Forbidden(
          "A request from another site may not use the cookie. Send the token as a bearer.");
    }
  }

  /**
   * The scheme is not that of the connection, of which a proxy in front may have ended TLS. It
   * follows from the cookie: one that is sent over TLS only was set on a page that came so, too.
   */
  private boolean isOf(String origin, @Nullable String host) {
    int end = origin.indexOf("://");
    if (end < 0 || host == null || !schemes.contains(origin.substring(0, end))) {
      return false;
    }
    var port = origin.startsWith("https://") ? ":443" : ":80";
    return withoutPort(origin.substring(end + 3), port).equals(withoutPort(host, port));
  }

  private static String withoutPort(String authority, String port) {
    var lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }
}
