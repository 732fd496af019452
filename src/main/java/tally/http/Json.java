package tally.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** JSON as the contract has it: strict when read, {@code snake_case} when written. */
public final class Json {
  /** Objects and arrays within one another. */
  private static final int DEEPEST = 64;

  /** Ten times what the longest batch has; a tree of more takes far more memory than its text. */
  private static final int MOST_TOKENS = 10_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A record is written as its components, so is_active is not taken for a getter's.
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .addModule(new SimpleModule().addSerializer(Instant.class, new TimeSerializer()))
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer();
  private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

  private Json() {}

  static byte[] write(Object value) {
    try {
      return WRITER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as text, in one line. */
  public static String text(Object value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  /** What the value is written as. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Writes value by value. What is left open stays open when it is closed. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
  }

  /**
   * Reads one JSON text (RFC 8259).
   *
   * @throws Problem.MalformedRequest if it is none, has a key twice, or is nested too deeply
   */
  static JsonNode read(String text) {
    try {
      JsonNode node = READER.readTree(text);
      if (node.isMissingNode()) {
        throw new Problem.MalformedRequest("The body is empty; send JSON.");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new Problem.MalformedRequest(
          "The JSON in the body is nested more than 64 levels deep, has more than 10,000 parts, or a"
              + " name or a number that is too long.");
    } catch (MismatchedInputException e) {
      throw new Problem.MalformedRequest(
          "The body is not one JSON text: a key stands twice in one object, or something follows"
              + " after the end"
              + where(e));
    } catch (JsonProcessingException e) {
      throw new Problem.MalformedRequest("The body is not JSON" + where(e));
    }
  }

  private static String where(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? "."
        : " (line %d, column %d).".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** Instants as the wire has them. */
  private static final class TimeSerializer extends StdSerializer<Instant> {
    TimeSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Rfc3339.format(value));
    }
  }
}
