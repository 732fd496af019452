package tally.auth;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The cookie in which a browser keeps the access token, out of reach of scripts. */
final class AccessCookie {
  private final String name;
  private final String attributes;

  /**
   * @param secure false only for plain http on the own machine: without {@code Secure} the name may
   *     not have the prefix {@code __Host-}
   */
  AccessCookie(boolean secure) {
    this.name = secure ? "__Host-access_token" : "access_token";
    this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
  }

  @Nullable String read(Context ctx) {
    var value = ctx.cookie(name);
    return value == null || value.isEmpty() ? null : value;
  }

  void set(Context ctx, String token) {
    add(ctx, token, Tokens.LIFETIME.toSeconds());
  }

  /** With the attributes it was set with: otherwise a browser keeps it. */
  void clear(Context ctx) {
    add(ctx, "", 0);
  }

  private void add(Context ctx, String value, long seconds) {
    ctx.res().addHeader("Set-Cookie", name + "=" + value + "; Max-Age=" + seconds + attributes);
  }
}
