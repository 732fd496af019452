package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * What the server answered.
 *
 * @param request as it is named where an expectation fails
 */
public record Reply(String request, HttpResponse<String> response) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public int status() {
    return response.statusCode();
  }

  /** Every answer of a test is expected to have some status, and carries what all answers carry. */
  public Reply expect(int status) {
    assertEquals(status, response.statusCode(), () -> request + " answered " + body());
    header("X-Request-Id");
    assertEquals("nosniff", header("X-Content-Type-Options"));
    if (status >= 400 && !request.startsWith("HEAD")) {
      assertEquals("application/problem+json", header("Content-Type"));
      assertEquals(status, json().get("status").intValue());
      assertEquals(header("X-Request-Id"), text("request_id"));
    }
    return this;
  }

  /** The problem's code. */
  public Reply code(String code) {
    assertEquals(code, text("code"), () -> request + " answered " + body());
    return this;
  }

  /** The JSON pointers of what is wrong, in the order of the answer. */
  public List<String> pointers() {
    return json().get("errors").findValuesAsText("pointer");
  }

  public String body() {
    return response.body();
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(request + " answered " + body(), e);
    }
  }

  /** A member of the JSON object, as text. */
  public String text(String member) {
    assertTrue(json().has(member), () -> request + " answered without " + member + ": " + body());
    return json().get(member).asText();
  }

  public boolean has(String header) {
    return response.headers().firstValue(header).isPresent();
  }

  public String header(String name) {
    assertTrue(has(name), () -> request + " answered without " + name + ": " + body());
    return response.headers().firstValue(name).orElseThrow();
  }

  public String location() {
    return header("Location");
  }

  public String etag() {
    return header("ETag");
  }
}
