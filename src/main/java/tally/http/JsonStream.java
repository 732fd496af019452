package tally.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON document that is sent while it is made, so that it may be longer than the memory. A client
 * that reads slowly makes its writer wait.
 */
public final class JsonStream {
  private static final Logger LOG = LoggerFactory.getLogger(JsonStream.class);

  private final JsonGenerator out;

  private JsonStream(JsonGenerator out) {
    this.out = out;
  }

  /**
   * Answers 200 with one object. Where its making fails half-way the connection is cut, so that
   * nobody takes a part for the whole.
   *
   * @param filename as which a browser keeps it
   * @param members writes the object's members
   */
  static void send(Context ctx, String filename, Consumer<JsonStream> members) {
    var response = ctx.status(200).contentType("application/json").res();
    response.setHeader("Content-Disposition", "attachment; filename=\"" + filename + "\"");
    try {
      var out = Json.generator(response.getOutputStream());
      out.writeStartObject();
      members.accept(new JsonStream(out));
      out.writeEndObject();
      out.flush();
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the client is gone", e);
      cut(ctx);
    } catch (RuntimeException e) {
      if (!response.isCommitted()) {
        response.resetBuffer();
        response.setHeader("Content-Disposition", null);
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("request_id", Exchange.of(ctx).requestId())
          .setCause(e)
          .log("an answer was cut half-way");
      cut(ctx);
    }
  }

  /** A member with a value. */
  public void member(String name, Object value) {
    write(
        () -> {
          out.writeFieldName(name);
          out.writePOJO(value);
        });
  }

  /** A member that is an array. */
  public void array(String name, Runnable items) {
    write(
        () -> {
          out.writeFieldName(name);
          out.writeStartArray();
        });
    items.run();
    write(out::writeEndArray);
  }

  /** An item of an array. */
  public void item(Object value) {
    write(() -> out.writePOJO(value));
  }

  /** An item of an array that is an object with the members of a value, and then some more. */
  public void item(Object value, Runnable members) {
    write(
        () -> {
          out.writeStartObject();
          for (var field : Json.tree(value).properties()) {
            out.writeFieldName(field.getKey());
            out.writeTree(field.getValue());
          }
        });
    members.run();
    write(out::writeEndObject);
  }

  private static void cut(Context ctx) {
    AnswerWriter.cut(ServletContextRequest.getServletContextRequest(ctx.req()));
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
}
