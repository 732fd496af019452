package tally.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/** Values that satisfy a schema, and such values spoilt. */
final class RandomJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of one to four bytes, with blanks, and what has a meaning in SQL, HTML, URLs and patterns. */
  private static final int[] CHARACTERS =
      "abcXYZ019 \t\n%_'\"\\;<>&/?#{}$@.,-äßЖ中\u00a0\u200b\u202e\ufeff😀🏽".codePoints().toArray();

  /** What a text is not, and what is not a text. */
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "-0",
          "1e400",
          "123456789012345678901234567890",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud83d\"",
          "\"\\ude00\\ud83d\"",
          "[]",
          "{}",
          "[[[[[[[[]]]]]]]]",
          "{\"title\":{\"title\":1}}");

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /** A value that satisfies a schema. */
  JsonNode valid(JsonNode schema) {
    if (schema.has("oneOf")) {
      return valid(one(schema.get("oneOf")));
    }
    if (schema.has("enum")) {
      return one(schema.get("enum"));
    }
    var type = schema.get("type");
    return switch (type.isArray() ? one(type).textValue() : type.textValue()) {
      case "null" -> JSON.nullNode();
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" ->
          JSON.numberNode(
              schema.get("minimum").intValue()
                  + random.nextInt(
                      schema.get("maximum").intValue() - schema.get("minimum").intValue() + 1));
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> JSON.textNode(text(schema));
    };
  }

  private ArrayNode array(JsonNode schema) {
    var array = JSON.arrayNode();
    int length = random.nextInt(10) == 0 ? schema.get("maxItems").intValue() : random.nextInt(4);
    for (int i = 0; i < Math.max(length, schema.get("minItems").intValue()); i++) {
      array.add(valid(schema.get("items")));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema) {
    var object = JSON.objectNode();
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.textValue()));
    schema
        .get("properties")
        .properties()
        .forEach(
            member -> {
              if (required.contains(member.getKey()) || random.nextBoolean()) {
                object.set(member.getKey(), valid(member.getValue()));
              }
            });
    return object;
  }

  private String text(JsonNode schema) {
    var format = schema.path("format").asText();
    if (format.equals("uuid")) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    if (format.equals("email")) {
      return Long.toHexString(random.nextLong()) + "@example.com";
    }
    var pattern = Pattern.compile(schema.path("pattern").asText());
    while (true) {
      var text = text(schema.path("minLength").asInt(0), schema.path("maxLength").asInt(100));
      if (pattern.matcher(text).find()) {
        return text;
      }
    }
  }

  /** Often of one of the lengths at which something changes. */
  private String text(int least, int most) {
    int length =
        switch (random.nextInt(5)) {
          case 0 -> least;
          case 1 -> most;
          default -> least + random.nextInt(Math.min(30, most - least + 1));
        };
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  /** The text of a value after something has happened to it. */
  String spoilt(JsonNode value) {
    var text = value.toString();
    int at = random.nextInt(text.length());
    return switch (random.nextInt(8)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + text.substring(Math.min(at + 1, text.length()));
      case 2 -> text.substring(0, at) + text(1, 3) + text.substring(at);
      case 3 -> nasty();
      case 4 -> text + text;
      case 5 ->
          text.replaceFirst(
              "\"[^\"]*\":", "\"" + text(1, 5).replaceAll("[\\\\\"\\s$]", "") + "\":");
      case 6 -> text.replaceFirst("[{\\[]", "{\"twice\":1,\"twice\":2,");
      default -> withNasty(value).toString().replace("\"@@\"", nasty());
    };
  }

  private String nasty() {
    return random.nextInt(10) == 0
        ? "[".repeat(70) + "]".repeat(70)
        : NASTY.get(random.nextInt(NASTY.size()));
  }

  /** With {@code @@} in the place of one of the values in it. */
  private JsonNode withNasty(JsonNode value) {
    var copy = value.deepCopy();
    var parents = new ArrayList<JsonNode>();
    collect(copy, parents);
    if (!parents.isEmpty()) {
      var parent = parents.get(random.nextInt(parents.size()));
      if (parent instanceof ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        object.put(names.isEmpty() ? "unknown" : names.get(random.nextInt(names.size())), "@@");
      } else if (parent instanceof ArrayNode array) {
        array.insert(random.nextInt(array.size() + 1), "@@");
      }
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (node.isContainerNode()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }

  private JsonNode one(JsonNode array) {
    return array.get(random.nextInt(array.size()));
  }
}
