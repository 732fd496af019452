package tally.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON document that is sent while it is made, so that it may be longer than the memory. It is
 * made piece by piece, each when the client has taken most of those before: one that reads slowly
 * holds no thread.
 */
public final class JsonStream {
  private static final Logger LOG = LoggerFactory.getLogger(JsonStream.class);

  /** So much is made at a time, or a little more, in bytes. */
  private static final int ENOUGH = 64 << 10;

  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final JsonGenerator out;
  private @Nullable GZIPOutputStream gzip;

  private JsonStream() {
    try {
      out = Json.generator(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a piece of the document; returns what writes the next, null where it ends. */
  @FunctionalInterface
  public interface Step {
    @Nullable Step write(JsonStream json);
  }

  /**
   * Answers 200 with one object. Where its making fails half-way the connection is cut, so that
   * nobody takes a part for the whole.
   *
   * @param filename as which a browser keeps it
   * @param members the object's, of which the first are written before this returns
   * @param makers who writes the others
   * @param atEnd run once, when all is made or nobody waits for it any longer; not if this throws
   */
  static void send(Context ctx, String filename, Step members, Executor makers, Runnable atEnd) {
    var json = new JsonStream();
    var next = json.begin(members);
    var response = ctx.status(200).contentType("application/json").res();
    response.setHeader("Content-Disposition", "attachment; filename=\"" + filename + "\"");
    if (Compression.isFor(ctx, next == null ? json.made.size() : Integer.MAX_VALUE)) {
      write(json::compress);
    }
    if (ctx.req().getMethod().equals("HEAD")) {
      // Before Jetty takes the length for known, and for none.
      write(response::flushBuffer);
      atEnd.run();
      return;
    }
    var sending = new Sending(ctx, json, next, makers);
    ctx.future(() -> sending.begin(atEnd));
  }

  private @Nullable Step begin(Step members) {
    write(out::writeStartObject);
    return goOn(members);
  }

  /** Makes enough for a while. */
  private @Nullable Step goOn(Step step) {
    Step next = step;
    while (next != null && made.size() < ENOUGH) {
      next = next.write(this);
      write(out::flush);
    }
    if (next == null) {
      write(out::writeEndObject);
      write(out::close);
    }
    return next;
  }

  private void compress() throws IOException {
    gzip = new GZIPOutputStream(compressed);
  }

  /** Takes out what was made, to be sent. Of what is compressed that may be nothing yet. */
  private byte[] take() throws IOException {
    var ready = made;
    if (gzip != null) {
      made.writeTo(gzip);
      made.reset();
      if (out.isClosed()) {
        gzip.close();
      }
      ready = compressed;
    }
    var bytes = ready.toByteArray();
    ready.reset();
    return bytes;
  }

  /** A member with a value. */
  public void member(String name, Object value) {
    write(
        () -> {
          out.writeFieldName(name);
          out.writePOJO(value);
        });
  }

  /** Begins a member that is an array. */
  public void beginArray(String name) {
    write(
        () -> {
          out.writeFieldName(name);
          out.writeStartArray();
        });
  }

  /** Ends the array that was begun last. */
  public void endArray() {
    write(out::writeEndArray);
  }

  /** An item of an array. */
  public void item(Object value) {
    write(() -> out.writePOJO(value));
  }

  /** Begins an item of an array that is an object, with the members of a value. */
  public void beginItem(Object value) {
    write(
        () -> {
          out.writeStartObject();
          for (var field : Json.tree(value).properties()) {
            out.writeFieldName(field.getKey());
            out.writeTree(field.getValue());
          }
        });
  }

  /** Ends the item that was begun last. */
  public void endItem() {
    write(out::writeEndObject);
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** A document on its way. Of its methods one runs at a time. */
  private static final class Sending implements WriteListener {
    private final Request request;
    private final String requestId;
    private final ServletOutputStream response;
    private final JsonStream json;
    private final Executor makers;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private @Nullable Step next;

    Sending(Context ctx, JsonStream json, @Nullable Step next, Executor makers) {
      this.request = ServletContextRequest.getServletContextRequest(ctx.req());
      this.requestId = Exchange.of(ctx).requestId();
      this.json = json;
      this.makers = makers;
      this.next = next;
      try {
        this.response = ctx.res().getOutputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    CompletableFuture<Void> begin(Runnable atEnd) {
      response.setWriteListener(this);
      return sent.thenRun(atEnd);
    }

    @Override
    public void onWritePossible() {
      makers.execute(this::goOn);
    }

    /** One piece, and then it is the turn of others. */
    private void goOn() {
      try {
        if (!response.isReady()) {
          return;
        }
        if (json.made.size() > 0) {
          response.write(json.take());
        } else if (next != null) {
          next = json.goOn(next);
        } else {
          sent.complete(null);
          return;
        }
        makers.execute(this::goOn);
      } catch (IOException e) {
        onError(e);
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("request_id", requestId)
            .setCause(e)
            .log("an answer was cut half-way");
        cut();
      }
    }

    @Override
    public void onError(Throwable e) {
      LOG.debug("the client is gone", e);
      cut();
    }

    private void cut() {
      AnswerWriter.cut(request);
      sent.complete(null);
    }
  }
}
