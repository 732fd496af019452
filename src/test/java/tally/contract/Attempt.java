package tally.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.Reply;
import tally.TestClient;

/**
 * A request of the contract as its examples have it, about something that is there; each method
 * gives one that differs in one thing.
 */
record Attempt(
    Operation operation,
    TestClient client,
    String method,
    String target,
    @Nullable String contentType,
    @Nullable String body) {
  /** Who speaks in the examples. */
  private static final String ANN = "ann@example.com";

  /** Of everybody, in the examples and in the tests. */
  private static final String PASSWORD = "correct horse battery";

  /** With the first example that there is, made by a user about something of its own. */
  static Attempt of(Operation operation, TestClient user) {
    var attempt =
        new Attempt(operation, user, operation.method(), target(operation, user), null, null);
    for (var content : operation.requestContents().entrySet()) {
      for (var example : content.getValue().path("examples")) {
        return attempt.withExample(content.getKey(), example.get("value"));
      }
    }
    return attempt;
  }

  Attempt as(TestClient other) {
    return new Attempt(operation, other, method, target, contentType, body);
  }

  Attempt at(String other) {
    return new Attempt(operation, client, method, other, contentType, body);
  }

  Attempt by(String other) {
    return new Attempt(operation, client, other, target, contentType, body);
  }

  /** About something that there is nowhere. */
  Attempt elsewhere() {
    return at(
        operation
            .path()
            .replace("{id}", UUID.randomUUID().toString())
            .replace("{message_id}", UUID.randomUUID().toString())
            .replace("{file}", "unknown"));
  }

  Attempt with(@Nullable String type, @Nullable String text) {
    return new Attempt(operation, client, method, target, type, text);
  }

  /** With an example, in which the user stands for Ann; somebody new, where there is no Ann yet. */
  Attempt withExample(String type, JsonNode example) {
    var text = example.toString();
    if (!text.contains(ANN)) {
      return with(type, text);
    }
    return with(
        type,
        text.replace(
            ANN,
            operation.path().endsWith("/register")
                ? UUID.randomUUID() + "@example.com"
                : client.get("/api/auth/me").expect(200).text("email")));
  }

  Reply send() {
    return client.send(
        method, target, contentType, body == null ? null : BodyPublishers.ofString(body));
  }

  /** The address of something that the user has just made. */
  private static String target(Operation operation, TestClient user) {
    var path = operation.path().replace("{file}", "docs.js");
    if (path.startsWith("/api/tasks/{id}")) {
      var task = user.post("/api/tasks", "{\"title\": \"buy milk\"}").expect(201);
      return path.replace("{id}", task.text("id"));
    }
    if (path.startsWith("/api/conversations/{id}")) {
      var conversation = user.post("/api/conversations", "{}").expect(201);
      var message =
          user.post(
                  conversation.location() + "/messages",
                  "{\"role\": \"USER\", \"content\": \"Is there milk?\"}")
              .expect(201);
      return path.replace("{id}", conversation.text("id"))
          .replace("{message_id}", message.text("id"));
    }
    if (path.startsWith("/api/auth/sessions/{id}")) {
      return path.replace("{id}", anotherSession(user));
    }
    return path;
  }

  private static String anotherSession(TestClient user) {
    var email = user.get("/api/auth/me").expect(200).text("email");
    user.post("/api/auth/login", Map.of("email", email, "password", PASSWORD)).expect(200);
    for (var session : user.get("/api/auth/sessions").expect(200).json().get("items")) {
      if (!session.get("is_current").booleanValue()) {
        return session.get("id").textValue();
      }
    }
    throw new AssertionError("no other session");
  }
}
