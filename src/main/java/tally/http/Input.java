package tally.http;

import io.javalin.http.Context;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request brings, parsed and checked. */
public final class Input {
  private Input() {}

  /**
   * The JSON object in the body.
   *
   * @throws Problem if the body is not JSON, not JSON by its content type, or too long
   */
  public static Fields body(Context ctx) {
    return Fields.of(Json.read(Body.text(ctx)));
  }

  /**
   * For a route that takes nothing in the body. Some clients cannot but send an empty object.
   *
   * @throws Problem if there is something else
   */
  public static void noBody(Context ctx) {
    if (Body.isThere(ctx)) {
      body(ctx).done();
    }
  }

  /**
   * The query, which may have these parameters, each at most once.
   *
   * @throws Problem.InvalidParameter if it has another one, or one twice
   */
  public static Query query(Context ctx, String... names) {
    return Query.of(ctx, names);
  }

  /** The path's {@code {id}}. */
  public static UUID id(Context ctx) {
    return id(ctx, "id");
  }

  /**
   * An id in the path.
   *
   * @throws Problem.InvalidParameter if it is not a UUID in its usual form
   */
  public static UUID id(Context ctx, String name) {
    var text = ctx.pathParam(name);
    try {
      // fromString alone takes 1-1-1-1-1 too.
      if (text.length() == 36) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new Problem.InvalidParameter("The id in the path is not a UUID.");
  }

  /** The states that the client wants to change, if it says so. */
  public static IfMatch ifMatch(Context ctx) {
    return IfMatch.of(ctx.req().getHeader("If-Match"));
  }

  /**
   * What makes the request have its effect once, however often it is sent; null if it has no key.
   *
   * @throws Problem.InvalidParameter if the header is not a key
   */
  public static @Nullable IdempotencyKey idempotencyKey(Context ctx) {
    return IdempotencyKey.of(ctx);
  }
}
