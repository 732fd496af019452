package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;

/**
 * For every operation of the contract that takes an id: what belongs to somebody else answers byte
 * for byte as what is nowhere, and stays as it is.
 */
class IsolationIT {
  private static final List<String> ALL_OF_A_USER =
      List.of("/api/auth/me", "/api/auth/sessions", "/api/auth/me/export");

  @RegisterExtension private static final TestApp server = TestApp.start();
  private static TestClient bob;

  @BeforeAll
  static void start() {
    // The same for every request, so that it makes no difference.
    bob = server.register().with("X-Request-Id", "the-same");
  }

  @TestFactory
  Stream<DynamicTest> anothersThingsAreAsGoodAsNowhere() {
    return Contract.OF_THE_SERVER.operations().stream()
        .filter(Operation::hasId)
        .map(operation -> dynamicTest(operation.toString(), () -> tryAt(operation)));
  }

  private static void tryAt(Operation operation) {
    var ann = server.register();
    var own = Attempt.of(operation, ann);
    compare(own, ann);
    var conversation = own.target().replaceFirst("(/api/conversations/[^/]+).*", "$1");
    if (operation.path().startsWith("/api/conversations/")) {
      ann.delete(conversation).expect(204);
      compare(own, ann);
    }
  }

  private static void compare(Attempt own, TestClient ann) {
    var before = everythingOf(ann);
    for (var variant : variants(own)) {
      var anothers = variant.send();
      assertEquals(
          bytes(variant.at(elsewhere(variant)).send()), bytes(anothers), variant::toString);
      assertNotEquals(2, anothers.response().statusCode() / 100);
    }
    assertEquals(before, everythingOf(ann));
  }

  /** Bob's requests about what is Ann's: as in the examples, and with all that can be added. */
  private static List<Attempt> variants(Attempt own) {
    var plain = own.as(bob);
    var variants = new ArrayList<>(List.of(plain, plain.with(null, null)));
    own.operation()
        .requestContents()
        .forEach(
            (type, content) -> {
              content
                  .get("examples")
                  .forEach(example -> variants.add(plain.withExample(type, example.get("value"))));
              variants.add(plain.with(type, "{}"));
              variants.add(plain.with(type, "{"));
            });
    for (var parameter : own.operation().parameters("query")) {
      var query =
          "?" + parameter.get("name").asText() + "=" + parameter.at("/schema/examples/0").asText();
      variants.add(plain.at(own.target() + query));
    }
    for (var header : own.operation().parameters("header")) {
      for (var value : List.of("*", "\"0\"")) {
        variants.add(plain.as(bob.with(header.get("name").asText(), value)));
      }
    }
    return variants;
  }

  /** With the same query, if there is one. */
  private static String elsewhere(Attempt attempt) {
    return attempt.elsewhere().target() + attempt.target().replaceFirst("^[^?]*", "");
  }

  @Test
  void anothersMessageIsNotInOnesOwnConversationEither() {
    var ann = server.register();
    for (var operation : Contract.OF_THE_SERVER.operations()) {
      if (operation.path().endsWith("/messages/{message_id}")) {
        var anns = Attempt.of(operation, ann);
        var bobs = Attempt.of(operation, bob);
        var conversation = bobs.target().replaceFirst("[^/]+$", "");
        var mixed = conversation + anns.target().replaceFirst(".*/", "");
        var nowhere = conversation + bobs.elsewhere().target().replaceFirst(".*/", "");

        assertEquals(bytes(bobs.at(nowhere).send()), bytes(bobs.at(mixed).send()));
      }
    }
  }

  private static List<String> everythingOf(TestClient user) {
    return ALL_OF_A_USER.stream()
        .map(path -> user.get(path).expect(200).body())
        // It moves on with whoever looks.
        .map(body -> body.replaceAll("\"last_seen_at\":\"[^\"]*\"", ""))
        .toList();
  }

  private static String bytes(Reply reply) {
    var headers = new TreeMap<>(reply.response().headers().map());
    headers.remove("date");
    return reply.response().statusCode() + " " + headers + "\n" + reply.body();
  }
}
