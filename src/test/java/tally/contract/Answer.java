package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What the server answered, whoever asked. */
record Answer(int status, Function<String, Optional<String>> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(), name -> response.headers().firstValue(name), response.body());
  }

  /** The first answer among these bytes; its length is given in a header. */
  static Answer of(String bytes) {
    var parts = bytes.split("\r\n\r\n", 2);
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line : parts[0].lines().skip(1).toList()) {
      headers.putIfAbsent(line.split(":", 2)[0], line.split(":", 2)[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Answer(
        Integer.parseInt(parts[0].substring(9, 12)),
        name -> Optional.ofNullable(headers.get(name)),
        parts[1].substring(0, Math.min(length, parts[1].length())));
  }

  Optional<String> header(String name) {
    return headers.apply(name);
  }

  /** Without its parameters. */
  String contentType() {
    return header("Content-Type").map(type -> type.split(";", 2)[0].strip()).orElse("");
  }

  /** The problem's code. */
  String code() {
    return json().path("code").asText();
  }

  void check(JsonSchema schema) {
    assertEquals(List.of(), schema.faults(json()));
  }

  void require(boolean condition, String message) {
    assertTrue(condition, message);
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return fail("no JSON", e);
    }
  }

  @Override
  public String toString() {
    return status + " " + body.substring(0, Math.min(body.length(), 1000));
  }
}
