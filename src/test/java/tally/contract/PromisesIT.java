package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tally.TestApp;
import tally.TestClient;
import tally.db.DatabaseUrl;

/**
 * Every answer that the contract promises is given: each status and each code of each operation is
 * provoked. That no other answer is given is seen to wherever a test gets one.
 */
class PromisesIT {
  private static final String UNDER_WAY = "under-way";
  private static final List<Connection> REPLICAS = new ArrayList<>();

  private static TestApp server;
  private static TestClient ann;

  /** The same, when every session is over. */
  private static TestApp tomorrow;

  /** The same with a limit of one request, which has been sent. */
  private static TestApp limited;

  /** One whose statements fail as nobody foresaw, and one whose tables are away; with a user. */
  private static TestApp defective;

  private static TestClient unlucky;
  private static TestApp unmigrated;
  private static TestClient early;

  @BeforeAll
  static void start() {
    server = TestApp.start();
    ann = server.register();
    var nextDay = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
    tomorrow = TestApp.start(Map.of(), server.databaseUrl(), nextDay);
    var one = Map.of("RATE_LIMIT_USER", "1", "RATE_LIMIT_ADDRESS", "1");
    limited = TestApp.start(one, server.databaseUrl(), Clock.systemUTC());
    limited.as(ann).get("/api/auth/me").expect(200);
    limited.anonymous().post("/api/auth/logout").expect(204);
    defective = TestApp.start();
    unlucky = defective.register();
    for (var table : List.of("users", "sessions")) {
      defective.execute("alter table %s rename to kept_%s".formatted(table, table));
      // A division by zero, which is found out when a statement runs.
      defective.execute(
          "create view %s as select * from kept_%s where 1 / (select count(*) * 0 from kept_%s) = 1"
              .formatted(table, table, table));
    }
    defective.execute("alter table kept_users add check (false) not valid");
    unmigrated = TestApp.start();
    early = unmigrated.register();
    for (var table : List.of("users", "sessions", "alembic_version")) {
      unmigrated.execute("alter table %s rename to kept_%s".formatted(table, table));
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    for (var replica : REPLICAS) {
      replica.close();
    }
    List.of(server, tomorrow, limited, defective, unmigrated).forEach(TestApp::close);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleOfARequestIsAccepted() {
    var tests = new ArrayList<DynamicTest>();
    for (var operation : Contract.OF_THE_SERVER.operations()) {
      int status = operation.statuses().stream().sorted().findFirst().orElseThrow();
      tests.add(
          dynamicTest(
              operation.toString(),
              () -> Attempt.of(operation, user(operation)).send().expect(status)));
      operation
          .requestContents()
          .forEach(
              (type, content) ->
                  content
                      .get("examples")
                      .properties()
                      .forEach(
                          example ->
                              tests.add(
                                  dynamicTest(
                                      operation + " with " + example.getKey() + " as " + type,
                                      () ->
                                          Attempt.of(operation, user(operation))
                                              .withExample(type, example.getValue().get("value"))
                                              .send()
                                              .expect(status)))));
      for (var parameter : operation.parameters("query")) {
        if (parameter.get("schema").has("examples")) {
          var query =
              "?"
                  + parameter.get("name").asText()
                  + "="
                  + parameter.at("/schema/examples/0").asText();
          tests.add(
              dynamicTest(
                  operation + query,
                  () -> {
                    var attempt = Attempt.of(operation, user(operation));
                    attempt.at(attempt.target() + query).send().expect(status);
                  }));
        }
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> whatHasNotChangedIsNotSentAgain() {
    return Contract.OF_THE_SERVER.operations().stream()
        .filter(operation -> operation.statuses().contains(304))
        .map(
            operation ->
                dynamicTest(
                    operation.toString(),
                    () -> {
                      var attempt = Attempt.of(operation, ann);
                      var etag = attempt.send().expect(200).etag();
                      attempt.as(ann.with("If-None-Match", etag)).send().expect(304);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyRefusalIsGiven() {
    var tests = new ArrayList<DynamicTest>();
    for (var operation : Contract.OF_THE_SERVER.operations()) {
      for (int status : operation.statuses()) {
        if (status == 408) {
          continue;
        }
        operation
            .problems(status)
            .forEach(
                (code, example) ->
                    tests.add(
                        dynamicTest(
                            operation + " " + status + " " + code,
                            () -> provoke(operation, status, code, example))));
      }
    }
    return tests.stream();
  }

  /** All at once, for it takes half a minute. */
  @Test
  void aBodyThatDoesNotArriveIsRefusedByWhateverTakesOne() throws Exception {
    var waiting = new LinkedHashMap<Operation, Socket>();
    try {
      for (var operation : Contract.OF_THE_SERVER.operations()) {
        assertEquals(
            !operation.requestContents().isEmpty(),
            operation.statuses().contains(408),
            operation::toString);
        if (operation.statuses().contains(408)) {
          var user = server.register();
          var attempt = Attempt.of(operation, user);
          var head =
              List.of(
                  attempt.method() + " " + attempt.target() + " HTTP/1.1",
                  "Host: localhost",
                  "Authorization: " + user.header("Authorization"),
                  "Content-Type: application/json",
                  "Content-Length: 100",
                  "",
                  "{");
          var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
          socket.setSoTimeout(60_000);
          socket
              .getOutputStream()
              .write(String.join("\r\n", head).getBytes(StandardCharsets.US_ASCII));
          waiting.put(operation, socket);
        }
      }
      for (var operation : waiting.keySet()) {
        var in = waiting.get(operation).getInputStream();
        var answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 408 "), operation + " answered " + answer);
        assertTrue(answer.contains("MALFORMED_REQUEST"), operation + " answered " + answer);
      }
    } finally {
      for (var socket : waiting.values()) {
        socket.close();
      }
    }
  }

  private static void provoke(Operation operation, int status, String code, JsonNode example)
      throws SQLException {
    var reply = provocation(operation, code).send().expect(status).code(code);

    for (var member : List.of("type", "title")) {
      assertEquals(example.get(member).textValue(), reply.text(member));
    }
  }

  private static Attempt provocation(Operation operation, String code) throws SQLException {
    var good = Attempt.of(operation, ann);
    return switch (code) {
      case "MALFORMED_REQUEST" -> good.at(good.target() + "?x=%ff");
      case "INVALID_PARAMETER" -> good.at(good.target() + "?unknown=1");
      case "UNAUTHORIZED" -> good.as(server.anonymous());
      case "INVALID_TOKEN" -> good.as(server.anonymous().with("Authorization", "Bearer x"));
      case "SESSION_EXPIRED" -> good.as(tomorrow.as(ann));
      case "INVALID_CREDENTIALS" ->
          good.with("application/json", "{\"email\": \"no@example.com\", \"password\": \"x\"}");
      case "FORBIDDEN" -> good.as(fromAnotherSite());
      case "NOT_FOUND", "TASK_NOT_FOUND", "CONVERSATION_NOT_FOUND" -> good.elsewhere();
      case "MESSAGE_NOT_FOUND" ->
          good.at(good.target().replaceFirst("[^/]+$", UUID.randomUUID().toString()));
      case "EMAIL_ALREADY_EXISTS" -> {
        good.send().expect(201);
        yield good;
      }
      case "IDEMPOTENCY_IN_PROGRESS" -> {
        takeTurn(operation);
        yield good.as(ann.with("Idempotency-Key", UNDER_WAY));
      }
      case "IDEMPOTENCY_KEY_REUSED" -> {
        var keyed = good.as(ann.with("Idempotency-Key", UUID.randomUUID().toString()));
        keyed.send().expect(201);
        yield keyed.with(good.contentType(), good.body() + " ");
      }
      case "PRECONDITION_FAILED" -> good.as(ann.with("If-Match", "\"0\""));
      case "PAYLOAD_TOO_LARGE" -> good.with("application/json", " ".repeat((1 << 20) + 1));
      case "UNSUPPORTED_MEDIA_TYPE" -> good.with("text/plain", "title");
      case "VALIDATION_ERROR" -> good.with("application/json", "[]");
      // To log out of a session is not limited.
      case "RATE_LIMITED" ->
          good.as(operation.path().endsWith("/logout") ? limited.anonymous() : limited.as(ann));
      case "INTERNAL_ERROR" -> good.as(unlucky);
      case "SERVICE_UNAVAILABLE" -> good.as(early);
      default -> throw new AssertionError("nothing here provokes " + code);
    };
  }

  /** Holds what a request with the key holds, as long as it is under way at another replica. */
  private static void takeTurn(Operation operation) throws SQLException {
    var connection = DatabaseUrl.parse(server.databaseUrl()).connect();
    REPLICAS.add(connection);
    connection.setAutoCommit(false);
    var names = ann.get("/api/auth/me").text("id") + " " + operation.path() + " " + UNDER_WAY;
    try (var statement =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      statement.setString(1, names);
      statement.execute();
    }
  }

  /** Not for those that would end the session of everybody else. */
  private static TestClient user(Operation operation) {
    return operation.path().startsWith("/api/auth") ? server.register() : ann;
  }

  private static TestClient fromAnotherSite() {
    var sent = ann.get("/api/auth/me").response().request().headers();
    var token = sent.firstValue("Authorization").orElseThrow().substring("Bearer ".length());
    return server
        .anonymous()
        .with("Cookie", "access_token=" + token)
        .with("Origin", "https://evil.example");
  }
}
