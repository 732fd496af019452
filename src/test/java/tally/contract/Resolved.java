package tally.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A document with what it refers to in the places of its references. */
final class Resolved {
  private final JsonNode document;

  Resolved(JsonNode document) {
    this.document = document;
  }

  JsonNode document() {
    return resolve(document);
  }

  private JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(resolve(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    var object = JsonNodeFactory.instance.objectNode();
    if (node.has("$ref")) {
      var target = document.at(node.get("$ref").textValue().substring(1));
      if (target.isMissingNode()) {
        throw new IllegalStateException("nothing at " + node.get("$ref"));
      }
      object.setAll((ObjectNode) resolve(target));
    }
    // What stands beside a reference goes before what it refers to.
    node.properties().forEach(member -> object.set(member.getKey(), resolve(member.getValue())));
    object.remove("$ref");
    return object;
  }
}
