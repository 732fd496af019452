package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** One operation of the contract: a method at a path. */
final class Operation {
  private final String method;
  private final String path;
  private final Pattern pattern;
  private final JsonNode node;
  private final List<JsonNode> parameters = new ArrayList<>();
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  Operation(String method, String path, JsonNode parametersOfPath, JsonNode node) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.path = path;
    this.pattern = Pattern.compile(path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"));
    this.node = node;
    parametersOfPath.forEach(parameters::add);
    node.path("parameters").forEach(parameters::add);
  }

  String method() {
    return method;
  }

  /** With its parameters in braces. */
  String path() {
    return path;
  }

  boolean isAt(String concretePath) {
    return pattern.matcher(concretePath).matches();
  }

  /** Those in the path, the query, or the header. */
  List<JsonNode> parameters(String in) {
    return parameters.stream().filter(one -> one.get("in").textValue().equals(in)).toList();
  }

  /** Whether it is about one thing, by its id. */
  boolean hasId() {
    return parameters("path").stream()
        .anyMatch(parameter -> parameter.at("/schema/format").asText().equals("uuid"));
  }

  /** Whether somebody has to be logged in. */
  boolean isForUsers() {
    return !node.has("security");
  }

  /** The content types of the request, with what stands there of each. */
  Map<String, JsonNode> requestContents() {
    var contents = new TreeMap<String, JsonNode>();
    node.at("/requestBody/content")
        .properties()
        .forEach(content -> contents.put(content.getKey(), content.getValue()));
    return contents;
  }

  Set<Integer> statuses() {
    var statuses = new HashSet<Integer>();
    node.get("responses")
        .fieldNames()
        .forEachRemaining(name -> statuses.add(Integer.valueOf(name)));
    return statuses;
  }

  /** The problems that a status stands for, by their codes; none where it is not a refusal. */
  Map<String, JsonNode> problems(int status) {
    var problems = new TreeMap<String, JsonNode>();
    response(status)
        .at("/content/application~1problem+json/examples")
        .forEach(
            example -> problems.put(example.at("/value/code").textValue(), example.get("value")));
    return problems;
  }

  /** Whether it promises this answer; fails where the answer is not quite what is promised. */
  boolean check(Answer answer, boolean isHead) {
    var response = response(answer.status());
    if (response.isMissingNode()) {
      return false;
    }
    var content = response.path("content");
    if (!isHead
        && answer.status() >= 400
        && !problems(answer.status()).containsKey(answer.code())) {
      return false;
    }
    response
        .path("headers")
        .properties()
        .forEach(header -> checkHeader(header.getKey(), header.getValue(), answer));
    if (isHead || content.isMissingNode()) {
      assertEquals("", answer.body(), "a body");
    } else {
      assertTrue(content.has(answer.contentType()), "no such content type");
      if (answer.contentType().endsWith("json")) {
        answer.check(
            schemas.computeIfAbsent(
                answer.status() + answer.contentType(),
                key -> new JsonSchema(content.get(answer.contentType()).get("schema"))));
      }
    }
    if (content.isMissingNode()) {
      assertEquals("", answer.contentType(), "a content type");
    }
    return true;
  }

  private void checkHeader(String name, JsonNode header, Answer answer) {
    var value = answer.header(name);
    if (value.isEmpty()) {
      assertTrue(!header.path("required").asBoolean(), "no header " + name);
      return;
    }
    boolean isNumber = header.at("/schema/type").asText().equals("integer");
    JsonNode read =
        isNumber ? IntNode.valueOf(Integer.parseInt(value.get())) : TextNode.valueOf(value.get());
    var schema =
        schemas.computeIfAbsent(
            answer.status() + name, key -> new JsonSchema(header.get("schema")));
    assertEquals(List.of(), schema.faults(read), name);
  }

  private JsonNode response(int status) {
    return node.get("responses").path(Integer.toString(status));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
