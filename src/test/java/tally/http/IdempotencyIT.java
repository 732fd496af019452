package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;
import tally.db.DatabaseUrl;

/** What is sent again with the same key has its effect once. */
class IdempotencyIT {
  private static final Map<String, String> TASK = Map.of("title", "buy milk");

  @RegisterExtension private static final TestApp server = TestApp.start();

  private TestClient ann;

  @BeforeEach
  void register() {
    ann = server.register();
  }

  /**
   * A request that makes something.
   *
   * @param path where it is made, {@code {id}} being a conversation
   */
  record Creation(String path, Object body) {
    Reply by(TestClient client, String conversation) {
      return client.post(path.replace("{id}", conversation), body);
    }
  }

  static List<Creation> creations() {
    var message = Map.of("role", "USER", "content", "What is left to do?");
    return List.of(
        new Creation("/api/tasks", TASK),
        new Creation("/api/tasks", Map.of("title", " a ", "description", "b\nc")),
        new Creation("/api/tasks/batch", Map.of("items", List.of(TASK, Map.of("title", "b")))),
        new Creation("/api/conversations", Map.of()),
        new Creation("/api/conversations", Map.of("title", "Milk")),
        new Creation("/api/conversations/{id}/messages", message),
        new Creation(
            "/api/conversations/{id}/messages", Map.of("items", List.of(message, message))));
  }

  @ParameterizedTest
  @MethodSource("creations")
  void theSameRequestIsAnsweredAgainAsItWas(Creation creation) {
    var conversation = conversation();
    var before = everything();
    var without = creation.by(ann, conversation).expect(201);
    var effect = everything() - before;
    var keyed = ann.with("Idempotency-Key", "a-key");

    var first = creation.by(keyed, conversation).expect(201);
    var again = creation.by(keyed, conversation).expect(201);

    assertEquals(first.body(), again.body());
    assertEquals(first.location(), again.location());
    assertEquals(
        first.response().headers().map().keySet(), without.response().headers().map().keySet());
    assertEquals(
        first.response().headers().firstValue("ETag"),
        again.response().headers().firstValue("ETag"));
    assertEquals(before + 2 * effect, everything());
    var seen = first.json().get("items") == null ? ann.get(first.location()).expect(200) : null;
    if (seen != null) {
      assertEquals(first.body(), seen.body());
    }
  }

  @Test
  void theFirstAnswerStaysWhateverBecomesOfTheTask() {
    var keyed = ann.with("Idempotency-Key", "a-key");
    var first = keyed.post("/api/tasks", TASK).expect(201);
    ann.patch(first.location(), Map.of("title", "buy bread")).expect(200);

    assertEquals(first.body(), keyed.post("/api/tasks", TASK).expect(201).body());
    ann.delete(first.location()).expect(204);
    assertEquals(first.body(), keyed.post("/api/tasks", TASK).expect(201).body());
  }

  @Test
  void anotherBodyOrPathIsAnotherRequest() {
    var keyed = ann.with("Idempotency-Key", "a-key");
    keyed.post("/api/tasks", TASK).expect(201);
    var message = Map.of("role", "USER", "content", "a");
    keyed.post("/api/conversations/" + conversation() + "/messages", message).expect(201);

    keyed.post("/api/tasks", Map.of("title", "b")).expect(422).code("IDEMPOTENCY_KEY_REUSED");
    keyed
        .post("/api/conversations/" + conversation() + "/messages", message)
        .expect(422)
        .code("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aKeyIsOfOneUserAndOneRoute() {
    var keyed = ann.with("Idempotency-Key", "a-key");
    var mine = keyed.post("/api/tasks", TASK).expect(201);
    var others = server.register().with("Idempotency-Key", "a-key").post("/api/tasks", TASK);

    assertNotEquals(mine.body(), others.expect(201).body());
    keyed.post("/api/tasks/batch", Map.of("items", List.of(TASK))).expect(201);
    keyed.post("/api/conversations", Map.of()).expect(201);
  }

  @Test
  void whatWasRefusedMayBeSentAgainWithTheSameKey() {
    var keyed = ann.with("Idempotency-Key", "a-key");
    keyed.post("/api/tasks", Map.of("title", " ")).expect(422).code("VALIDATION_ERROR");
    keyed.post("/api/tasks", TASK).expect(201);

    var conversation = conversation();
    ann.delete("/api/conversations/" + conversation).expect(204);
    var message = Map.of("role", "USER", "content", "a");
    keyed.post("/api/conversations/" + conversation + "/messages", message).expect(404);
    ann.post("/api/conversations/" + conversation + "/restore").expect(200);
    keyed.post("/api/conversations/" + conversation + "/messages", message).expect(201);
  }

  @Test
  void twelveAtTheSameMomentHaveOneEffectAtBothReplicas() {
    try (var replica = TestApp.start(Map.of(), server.databaseUrl(), Clock.systemUTC())) {
      for (int round = 0; round < 10; round++) {
        var keyed = ann.with("Idempotency-Key", "round-" + round);
        var before = everything();

        var replies =
            Together.run(
                12, n -> (n % 2 == 0 ? keyed : replica.as(keyed)).post("/api/tasks", TASK));

        assertEquals(before + 1, everything());
        var made = replies.stream().filter(reply -> reply.response().statusCode() == 201).toList();
        assertEquals(1, made.stream().map(Reply::body).distinct().count());
        replies.stream()
            .filter(reply -> reply.response().statusCode() != 201)
            .forEach(reply -> reply.expect(409).code("IDEMPOTENCY_IN_PROGRESS"));
      }
    }
  }

  @Test
  void aRequestThatIsUnderWayIsToldSo() throws SQLException {
    var conversation = conversation();
    var messages = "/api/conversations/" + conversation + "/messages";
    var keyed = ann.with("Idempotency-Key", "a-key");
    var message = Map.of("role", "USER", "content", "a");
    try (var connection = DatabaseUrl.parse(server.databaseUrl()).connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select from conversations where id = '" + conversation + "' for update");
      var replies =
          Together.run(
              2,
              n -> {
                if (n == 0) {
                  return keyed.post(messages, message);
                }
                try {
                  // The first waits for the conversation by now; then it may go on.
                  Thread.sleep(500);
                  var second = keyed.post(messages, message);
                  connection.rollback();
                  return second;
                } catch (InterruptedException | SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      replies.get(0).expect(201);
      replies.get(1).expect(409).code("IDEMPOTENCY_IN_PROGRESS");
      assertEquals(replies.get(0).body(), keyed.post(messages, message).expect(201).body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x256"})
  void aKeyIsShortAndVisible(String key) {
    var sent = key.equals("x256") ? "x".repeat(256) : key;
    ann.with("Idempotency-Key", sent)
        .post("/api/tasks", TASK)
        .expect(400)
        .code("INVALID_PARAMETER");
    ann.with("Idempotency-Key", "x".repeat(255)).post("/api/tasks", TASK).expect(201);
  }

  @Test
  void nothingThatWasWrittenIsKeptWithTheKey() {
    ann.with("Idempotency-Key", "a-key").post("/api/tasks", Map.of("title", "sesame")).expect(201);

    assertTrue(
        server
            .query("select string_agg(k::text, ' ') from idempotency_keys as k")
            .contains("a-key"));
    assertEquals(
        "f", server.query("select bool_or(k::text like '%sesame%') from idempotency_keys as k"));
  }

  private String conversation() {
    return ann.post("/api/conversations", Map.of()).expect(201).text("id");
  }

  private int everything() {
    return Integer.parseInt(
        server.query(
            "select (select count(*) from tasks) + (select count(*) from conversations)"
                + " + (select count(*) from messages)"));
  }
}
