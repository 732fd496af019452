package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tally.TestApp;

class RoutesIT {
  /** HEAD and OPTIONS go without saying: each address that takes GET takes HEAD, each OPTIONS. */
  @Test
  void theServerHasTheRoutesOfTheContractAndNoOther() {
    var described = new TreeSet<String>();
    for (var operation : Contract.OF_THE_SERVER.operations()) {
      described.add(operation.toString());
      described.add("OPTIONS " + operation.path());
      if (operation.method().equals("GET")) {
        described.add("HEAD " + operation.path());
      }
    }
    try (var server = TestApp.start()) {
      assertEquals(String.join("\n", described), String.join("\n", server.routes()));
    }
  }
}
