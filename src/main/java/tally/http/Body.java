package tally.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request's body as text, bounded in length and in time. */
final class Body {
  private static final int LONGEST = 1 << 20;

  /** So much more is read and thrown away, so that the client gets to reading the answer. */
  private static final int DRAINED = 16 << 20;

  /** From the first byte asked for to the last one. */
  private static final long TIME_LIMIT = TimeUnit.SECONDS.toNanos(30);

  private Body() {}

  static String text(Context ctx) {
    if (!isJson(ctx.req().getContentType())) {
      throw new Problem.UnsupportedMediaType();
    }
    if (ctx.req().getHeader("Content-Encoding") != null) {
      throw new Problem.UnsupportedMediaType();
    }
    byte[] bytes = read(ctx);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
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

  private static byte[] read(Context ctx) {
    long deadline = System.nanoTime() + TIME_LIMIT;
    try {
      InputStream in = ctx.req().getInputStream();
      byte[] bytes = new byte[Math.max(0, Math.min(ctx.req().getContentLength(), LONGEST)) + 1024];
      int length = 0;
      for (int n; (n = in.read(bytes, length, bytes.length - length)) >= 0; ) {
        length += n;
        if (length > LONGEST) {
          drain(in, deadline);
          throw new Problem.PayloadTooLarge();
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, LONGEST + 1024));
        }
        hurry(deadline);
      }
      return Arrays.copyOf(bytes, length);
    } catch (IOException e) {
      throw new Problem.MalformedRequest("The body breaks off.");
    }
  }

  private static void drain(InputStream in, long deadline) throws IOException {
    byte[] thrownAway = new byte[1 << 16];
    int length = 0;
    for (int n; length < DRAINED && (n = in.read(thrownAway)) >= 0; length += n) {
      hurry(deadline);
    }
  }

  private static void hurry(long deadline) {
    if (System.nanoTime() - deadline > 0) {
      throw new Problem.MalformedRequest(408, "The body did not arrive within 30 seconds.");
    }
  }
}
