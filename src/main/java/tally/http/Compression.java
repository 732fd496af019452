package tally.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * gzip for bodies of more than 1 KiB, where the client takes it (RFC 9110, 12.5.3). An answer with
 * a strong ETag is never compressed: the tag would stand for two different texts.
 */
final class Compression {
  private static final Logger LOG = LoggerFactory.getLogger(Compression.class);
  private static final int LEAST = 1024;

  private Compression() {}

  /** Answers with the body, after every other header is set. */
  static void send(Context ctx, byte[] body) {
    send(ctx, body, () -> gzip(body));
  }

  /** Answers with the body, or with what it is when it is compressed. */
  static void send(Context ctx, byte[] body, Supplier<byte[]> compressed) {
    var etag = ctx.res().getHeader("ETag");
    if (etag != null && !etag.startsWith("W/")) {
      answer(ctx, body);
      return;
    }
    answer(ctx, isFor(ctx, body.length) ? compressed.get() : body);
  }

  /** Whether an answer of that length is to be compressed; its headers say so then. */
  static boolean isFor(Context ctx, int length) {
    ctx.res().addHeader("Vary", "Accept-Encoding");
    var accepted = String.join(",", Collections.list(ctx.req().getHeaders("Accept-Encoding")));
    boolean is = length > LEAST && takesGzip(accepted);
    if (is) {
      ctx.header("Content-Encoding", "gzip");
    }
    return is;
  }

  /** With its length: without, on a connection that is closed, a part would look like the whole. */
  private static void answer(Context ctx, byte[] bytes) {
    ctx.res().setContentLength(bytes.length);
    try {
      // Not as a result of Javalin's, which would be copied on its way, piece by piece.
      ctx.res().getOutputStream().write(bytes);
    } catch (IOException e) {
      // Nobody is there any more to be told anything. Whom the server has cut for want of memory is
      // told of where that is done.
      LOG.debug("the client is gone", e);
    }
  }

  /** Whether the header names gzip, or else everything, with a weight that is not 0. */
  static boolean takesGzip(String accepted) {
    boolean everything = false;
    for (var coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      var parts = coding.split(";", -1);
      var name = parts[0].strip();
      boolean taken = parts.length < 2 || !parts[1].strip().matches("q\\s*=\\s*0(\\.0{0,3})?");
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return taken;
      }
      everything |= name.equals("*") && taken;
    }
    return everything;
  }

  static byte[] gzip(byte[] body) {
    var compressed = new ByteArrayOutputStream(body.length / 2);
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
