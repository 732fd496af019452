package tally.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** A schema without references; an object has no members but those that it names. */
final class JsonSchema {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final Schema schema;

  JsonSchema(JsonNode node) {
    this.schema = REGISTRY.getSchema(closed(node.deepCopy()));
  }

  /** What is wrong with a value, each with its place. */
  List<String> faults(JsonNode value) {
    return schema.validate(value).stream().map(Object::toString).toList();
  }

  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(JsonSchema::closed);
    return node;
  }
}
