package tally.http;

import io.javalin.http.Context;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * What tells a browser that a script of another origin may call the server and read its answers
 * (Fetch standard, CORS). Only the origins of the setting may, with the cookie; others get nothing.
 */
record Cors(Origins origins) {
  private static final HttpField VARY = new PreEncodedHttpField("Vary", "Origin");
  private static final HttpField CREDENTIALS =
      new PreEncodedHttpField("Access-Control-Allow-Credentials", "true");
  private static final HttpField EXPOSED =
      new PreEncodedHttpField(
          "Access-Control-Expose-Headers",
          "Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");

  /** What the answer to this request carries, whatever it is. */
  List<HttpField> headers(HttpFields request) {
    if (origins.allowed().isEmpty()) {
      return List.of();
    }
    var origin = request.get(HttpHeader.ORIGIN);
    return origin != null && origins.contains(origin)
        ? List.of(VARY, new HttpField("Access-Control-Allow-Origin", origin), CREDENTIALS, EXPOSED)
        : List.of(VARY);
  }

  /** Answers what a browser asks before it sends a request of a script's. */
  static void preflight(Context ctx, String methods) {
    @Nullable String asked = ctx.req().getHeader("Access-Control-Request-Method");
    if (asked != null && ctx.res().getHeader("Access-Control-Allow-Origin") != null) {
      ctx.header("Access-Control-Allow-Methods", methods);
      ctx.header(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id");
      ctx.header("Access-Control-Max-Age", "600");
    }
  }
}
