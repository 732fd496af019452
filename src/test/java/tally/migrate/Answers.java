package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tally.migrate.command.Help;

/** Compares what {@code --json} answers with the schema that the program prints. */
final class Answers {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Answers() {}

  /** The one line of standard output, which is what the schema calls so, and has no other keys. */
  static JsonNode check(String name, Run run) {
    assertEquals(1, run.out().lines().count(), run.out());
    try {
      JsonNode answer = MAPPER.readTree(run.out());
      ObjectNode schema = (ObjectNode) closed(MAPPER.readTree(Help.schema()));
      schema.remove("anyOf");
      schema.put("$ref", "#/$defs/" + name);
      List<String> faults =
          REGISTRY.getSchema(schema).validate(answer).stream().map(Object::toString).toList();
      assertEquals(List.of(), faults, run.out());
      return answer;
    } catch (JsonProcessingException e) {
      throw new AssertionError(run.out(), e);
    }
  }

  /** An error, whose exit status is the process's. */
  static JsonNode error(Run run) {
    JsonNode error = check("error", run).path("error");
    assertEquals(run.status(), error.path("exit").asInt());
    return error;
  }

  private static JsonNode closed(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
    node.forEach(Answers::closed);
    return node;
  }
}
