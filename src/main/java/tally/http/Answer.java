package tally.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** Ways to answer. Problems are thrown, not answered. */
public final class Answer {
  private Answer() {}

  /** 200 with JSON. */
  public static void ok(Context ctx, Object body) {
    json(ctx, 200, body);
  }

  /** 200 with JSON and its ETag; 304 without a body where the client has it already. */
  public static void withETag(Context ctx, Versioned body) {
    var etag = ETag.of(body.updatedAt());
    ctx.header("ETag", etag);
    // Of a write the client wants the outcome, whatever it has.
    boolean isRead = ctx.method().name().equals("GET") || ctx.method().name().equals("HEAD");
    if (isRead && ETag.isNamed(ctx.req().getHeader("If-None-Match"), etag)) {
      notModified(ctx);
    } else {
      json(ctx, 200, body);
    }
  }

  /** 200 with a file, to be asked for again each time; 304 where the client has it already. */
  public static void file(Context ctx, StaticFile file) {
    ctx.header("Cache-Control", "no-cache");
    ctx.header("ETag", file.etag());
    if (ETag.isNamed(ctx.req().getHeader("If-None-Match"), file.etag())) {
      ctx.res().addHeader("Vary", "Accept-Encoding");
      notModified(ctx);
    } else {
      ctx.contentType(file.contentType());
      Compression.send(ctx, file.bytes(), file::compressed);
    }
  }

  /** 201 with JSON and the address of what was made. */
  public static void created(Context ctx, String location, Object body) {
    ctx.header("Location", location);
    if (body instanceof Versioned versioned) {
      ctx.header("ETag", ETag.of(versioned.updatedAt()));
    }
    json(ctx, 201, body);
  }

  /**
   * 200 with an object for a file, which is sent while it is made. Where that fails half-way the
   * connection is cut, so that nobody takes a part for the whole.
   *
   * @param filename as which a browser keeps it
   * @param members writes the object's members
   * @param makers who does so, but for the first
   * @param atEnd run when all is written, or nobody waits for it any longer
   */
  public static void stream(
      Context ctx, String filename, JsonStream.Step members, Executor makers, Runnable atEnd) {
    JsonStream.send(ctx, filename, members, makers, atEnd);
  }

  /** 200 with text that changes all the time. */
  public static void text(Context ctx, String contentType, String text) {
    ctx.contentType(contentType);
    Compression.send(ctx, text.getBytes(StandardCharsets.UTF_8));
  }

  /** 204. */
  public static void noContent(Context ctx) {
    empty(ctx, 204);
  }

  /** Without the content type that Javalin has set beforehand. */
  private static void empty(Context ctx, int status) {
    ctx.status(status).res().setContentType(null);
  }

  /**
   * Sent at once, as at its end Jetty says a length, which would be that of the 200 (RFC 9110,
   * 8.6).
   */
  private static void notModified(Context ctx) {
    empty(ctx, 304);
    try {
      ctx.res().flushBuffer();
    } catch (IOException e) {
      // The client is gone, and with it the question.
    }
  }

  private static void json(Context ctx, int status, Object body) {
    ctx.status(status).contentType("application/json");
    Compression.send(ctx, Json.write(body));
  }
}
