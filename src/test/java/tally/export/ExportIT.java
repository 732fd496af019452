package tally.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;

/** A user takes everything along. */
class ExportIT {
  private static final String EXPORT = "/api/auth/me/export";

  @RegisterExtension
  private static final TestApp server = TestApp.start(Map.of("DB_POOL_SIZE", "1"));

  @Test
  void everythingOfAUserIsInIt() {
    var ann = server.register();
    var bob = server.register();
    bob.post("/api/tasks", Map.of("title", "not ann's")).expect(201);
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201).json();
    var talk = ann.post("/api/conversations", Map.of("title", "a talk")).expect(201).location();
    var hello =
        ann.post(talk + "/messages", Map.of("role", "USER", "content", "hello")).expect(201).json();
    var trash = ann.post("/api/conversations", Map.of("title", "trash")).expect(201).location();
    ann.post(trash + "/messages", Map.of("role", "USER", "content", "thrown away")).expect(201);
    ann.delete(trash).expect(204);

    var reply = ann.get(EXPORT).expect(200);

    assertEquals("application/json", reply.header("Content-Type"));
    assertEquals("attachment; filename=\"tally.json\"", reply.header("Content-Disposition"));
    var export = reply.json();
    assertEquals(List.of("user", "tasks", "conversations"), names(export));
    assertEquals(ann.get("/api/auth/me").json(), export.get("user"));
    assertEquals(1, export.get("tasks").size());
    assertEquals(task, export.get("tasks").get(0));
    assertEquals(2, export.get("conversations").size());
    var first = export.get("conversations").get(0);
    var members = names(ann.get(talk).json());
    members.add("messages");
    assertEquals(members, names(first));
    assertEquals(hello, first.get("messages").get(0));
    assertTrue(export.get("conversations").get(1).get("is_deleted").booleanValue());
    assertEquals(1, export.get("conversations").get(1).get("messages").size());
    assertFalse(reply.body().contains("hash"));
  }

  @Test
  void whoHasNothingGetsThat() {
    var ann = server.register();

    var export = ann.get(EXPORT).expect(200).json();

    assertEquals(0, export.get("tasks").size());
    assertEquals(0, export.get("conversations").size());
    server.anonymous().get(EXPORT).expect(401);
    assertEquals("", ann.head(EXPORT).expect(200).body());
  }

  @Test
  void itIsCompressedForWhoeverTakesThat() throws IOException, InterruptedException {
    var ann = server.register();
    assertEquals(List.of(), coded(ann));
    Belongings.fill(server, ann, 5003, 0);
    assertEquals(List.of("gzip"), coded(ann));
    var plain = ann.get(EXPORT).expect(200);
    assertFalse(plain.has("Content-Encoding"));
    assertEquals("Accept-Encoding", plain.header("Vary"));
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + EXPORT))
            .header("Authorization", ann.header("Authorization"))
            .header("Accept-Encoding", "gzip")
            .build();
    var reply = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

    try (var in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
      assertEquals(plain.body(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertTrue(reply.body().length < plain.body().length() / 3);
  }

  /** Which way the answer is coded, as HEAD says it. */
  private static List<String> coded(TestClient client) {
    var head = client.with("Accept-Encoding", "gzip").head(EXPORT).expect(200);
    assertEquals("Accept-Encoding", head.header("Vary"));
    assertFalse(head.has("Content-Length"), "it is not known before, and not 0");
    return head.response().headers().allValues("Content-Encoding");
  }

  @Test
  void moreThanAPageIsMetOnce() {
    var ann = server.register();
    Belongings.fill(server, ann, 1203, 700);

    var export = ann.get(EXPORT).expect(200).json();

    assertEquals(1203, distinct(export.get("tasks")));
    assertEquals(700, distinct(export.get("conversations")));
    var longest = export.get("conversations").get(0).get("messages");
    assertEquals(1100, distinct(longest));
    assertEquals("message 1", longest.get(0).get("content").textValue());
    assertEquals("message 1100", longest.get(1099).get("content").textValue());
  }

  @Test
  void whatIsBeingDeletedForGoodIsNotInIt() {
    var ann = server.register();
    ann.post("/api/conversations", Map.of("title", "kept")).expect(201);
    var gone = ann.post("/api/conversations", Map.of("title", "gone")).expect(201).text("id");
    server.execute(
        "update conversations set is_deleted = true, deleted_at = 'epoch' where id = '%s'"
            .formatted(gone));

    var conversations = ann.get(EXPORT).expect(200).json().get("conversations");

    assertEquals(List.of("kept"), conversations.findValuesAsText("title"));
  }

  @Test
  void whatFailsAtTheBeginningIsAProblemLikeAnyOther() {
    var ann = server.register();
    ann.get("/api/tasks").expect(200);
    server.denyConnections();
    try {
      var refused = ann.get(EXPORT).expect(503).code("SERVICE_UNAVAILABLE");
      assertFalse(refused.has("Content-Disposition"));
    } finally {
      server.allowConnections();
    }
  }

  private static int distinct(JsonNode items) {
    var ids = new HashSet<String>();
    items.forEach(item -> assertTrue(ids.add(item.get("id").textValue())));
    return ids.size();
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
