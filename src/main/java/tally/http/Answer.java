package tally.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

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
      empty(ctx, 304);
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
      empty(ctx, 304);
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
   */
  public static void stream(Context ctx, String filename, Consumer<JsonStream> members) {
    JsonStream.send(ctx, filename, members);
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

  private static void json(Context ctx, int status, Object body) {
    ctx.status(status).contentType("application/json");
    Compression.send(ctx, Json.write(body));
  }
}
