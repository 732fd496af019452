package tally.http;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request's body: the bytes that {@link BodyReader} has read, or why there are none. */
final class Body {
  /** Under this name it travels with the request. */
  static final String ATTRIBUTE = "tally.body";

  private static final Body NONE = new Body(new byte[0], 0, null);

  private final byte[] bytes;
  private final int length;
  private final @Nullable Problem fault;

  private Body(byte[] bytes, int length, @Nullable Problem fault) {
    this.bytes = bytes;
    this.length = length;
    this.fault = fault;
  }

  static Body of(byte[] bytes, int length) {
    return new Body(bytes, length, null);
  }

  /** One that did not arrive as it should; whoever asks for it gets the reason. */
  static Body missing(Problem why) {
    return new Body(NONE.bytes, 0, why);
  }

  /**
   * The body as text.
   *
   * @throws Problem if it is not JSON by its content type, or did not arrive as it should
   */
  static String text(Context ctx) {
    @Nullable String coding = ctx.req().getHeader("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw Problem.UnsupportedMediaType.coded();
    }
    if (!isJson(ctx.req().getContentType())) {
      throw new Problem.UnsupportedMediaType();
    }
    return ctx.req().getAttribute(ATTRIBUTE) instanceof Body body ? body.text() : NONE.text();
  }

  /** Whether something was sent as a body, or should have been. */
  static boolean isThere(Context ctx) {
    return ctx.req().getAttribute(ATTRIBUTE) instanceof Body body
        && (body.length > 0 || body.fault != null);
  }

  private String text() {
    if (fault != null) {
      throw fault;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Problem.MalformedRequest("The body is not valid UTF-8.");
    }
  }

  /** JSON or a JSON merge patch, in UTF-8 if a charset is named at all. */
  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    if (contentType.equals("application/json")) {
      return true;
    }
    var parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    var type = parts.length == 0 ? "" : parts[0].strip();
    if (!type.equals("application/json") && !type.equals("application/merge-patch+json")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }
}
