package tally.docs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The contract as JSON. It is written once, in YAML. */
final class ContractJson {
  private ContractJson() {}

  static byte[] bytes() {
    try {
      return new JsonMapper()
          .writeValueAsBytes(new YAMLMapper().readTree(Resource.bytes("/openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
