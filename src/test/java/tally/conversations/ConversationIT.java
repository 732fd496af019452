package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Listing;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;

/** Conversations over HTTP; what is in them is in {@link MessageIT}. */
class ConversationIT {
  private static final String LIST = "/api/conversations";
  private static final String TRASH = "/api/conversations?deleted=true";

  @RegisterExtension private static final TestApp server = TestApp.start();
  private static TestClient bob;
  private TestClient ann;

  @BeforeAll
  static void start() {
    bob = server.register();
  }

  @BeforeEach
  void register() {
    ann = server.register();
  }

  @Test
  void aConversationIsCreatedAndReadBack() {
    var created = create("Rice");
    var conversation = created.json();

    assertEquals("/api/conversations/" + conversation.get("id").asText(), created.location());
    assertEquals("Rice", conversation.get("title").asText());
    assertEquals(0, conversation.get("message_count").asInt());
    assertFalse(conversation.get("is_deleted").asBoolean());
    assertTrue(conversation.get("deleted_at").isNull());

    var read = ann.get(created.location()).expect(200);
    assertEquals(conversation, read.json());
    assertEquals(created.etag(), read.etag());
    ann.with("If-None-Match", created.etag()).get(created.location()).expect(304);
  }

  @Test
  void aTitleIsUpTo200CodePointsOrNone() {
    ann.post(LIST, Map.of("title", "😀".repeat(200))).expect(201);
    assertTrue(ann.post(LIST, "{}").expect(201).json().get("title").isNull());
    assertTrue(ann.post(LIST, "{\"title\": null}").expect(201).json().get("title").isNull());

    var refusal = ann.post(LIST, Map.of("title", "😀".repeat(201), "user_id", "x")).expect(422);
    assertEquals(List.of("/title", "/user_id"), refusal.pointers().stream().sorted().toList());
    ann.post(LIST, Map.of("title", 1)).expect(422).code("VALIDATION_ERROR");

    // As with a task's, but that there need not be one.
    assertEquals("Rice", ann.post(LIST, Map.of("title", " Rice\n")).expect(201).text("title"));
    assertEquals("", ann.post(LIST, Map.of("title", "")).expect(201).text("title"));
    for (var blank : List.of("  ", "\u200b", "\u2800", "\u3164")) {
      ann.post(LIST, Map.of("title", blank)).expect(422);
      ann.patch(create("x").location(), Map.of("title", blank)).expect(422);
    }
  }

  @Test
  void aTitleIsChangedAndCleared() {
    var conversation = create("Rice");

    var renamed = ann.patch(conversation.location(), Map.of("title", "Brown rice")).expect(200);
    assertEquals("Brown rice", renamed.text("title"));
    assertTrue(time(renamed, "updated_at").isAfter(time(conversation, "updated_at")));
    assertEquals(renamed.json(), ann.patch(conversation.location(), "{}").expect(200).json());

    var cleared = ann.patch(conversation.location(), "{\"title\": null}").expect(200);
    assertTrue(cleared.json().get("title").isNull());
    ann.patch(conversation.location(), Map.of("is_deleted", true)).expect(422);
    assertEquals(cleared.json(), ann.get(conversation.location()).json());
  }

  @Test
  void aConversationIsInvisibleToOthersInTheTrashToo() {
    var live = create("live");
    var deleted = create("deleted");
    say(live, "hi");
    say(deleted, "hi");
    var before = ann.get(live.location()).expect(200).json();
    ann.delete(deleted.location()).expect(204);

    for (var location : List.of(live.location(), deleted.location())) {
      refused(bob, location);
      assertFalse(bob.get(LIST).body().contains(location.substring(LIST.length() + 1)));
      assertFalse(bob.get(TRASH).body().contains(location.substring(LIST.length() + 1)));
      notFound(bob.post(location + "/restore"));
      notFound(bob.delete(location + "?permanently=true"));
    }
    assertEquals(before, ann.get(live.location()).expect(200).json());
    ann.post(deleted.location() + "/restore").expect(200);
  }

  @Test
  void missingAndDeletedConversationsAnswerTheSame() {
    var deleted = create("deleted");
    var message = say(deleted, "hi");
    ann.delete(deleted.location()).expect(204);

    refused(ann, deleted.location());
    notFound(ann.get(message.location()));
    refused(ann, LIST + "/" + UUID.randomUUID());
    ann.get(LIST + "/x").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void aDeletedConversationIsInTheTrashAndComesBackAsItWas() {
    var conversation = create("Rice");
    say(conversation, "How long?");
    var before = ann.get(conversation.location()).json();
    var other = create("other");

    ann.delete(conversation.location()).expect(204);
    assertEquals(List.of(other.json()), Listing.items(ann, LIST));
    var trash = Listing.items(ann, TRASH);
    assertEquals(1, trash.size());
    assertEquals(before.get("id"), trash.get(0).get("id"));
    assertTrue(trash.get(0).get("is_deleted").asBoolean());
    assertEquals(trash.get(0).get("updated_at"), trash.get(0).get("deleted_at"));

    var restore = conversation.location() + "/restore";
    ann.post(restore, Map.of("title", "Beans")).expect(422);
    ann.post(restore, "{").expect(400);
    ann.post(restore, "x".repeat(2 << 20)).expect(413);
    ann.send("POST", restore, "text/plain", BodyPublishers.ofString("now")).expect(415);
    assertEquals(1, Listing.items(ann, TRASH).size());

    var restored = ann.post(restore, "{}").expect(200);
    assertEquals("Rice", restored.text("title"));
    assertEquals(1, restored.json().get("message_count").asInt());
    assertFalse(restored.json().get("is_deleted").asBoolean());
    assertTrue(restored.json().get("deleted_at").isNull());
    assertEquals(restored.json(), ann.get(conversation.location()).expect(200).json());
    assertEquals(1, Listing.items(ann, conversation.location() + "/messages").size());
    assertEquals(List.of(), Listing.items(ann, TRASH));
  }

  @Test
  void restoringWhatIsNotInTheTrashChangesNothing() {
    var conversation = create("Rice");

    var same = ann.post(conversation.location() + "/restore").expect(200);
    assertEquals(conversation.json(), same.json());
    assertEquals(conversation.etag(), same.etag());
    notFound(ann.post(LIST + "/" + UUID.randomUUID() + "/restore"));
  }

  @Test
  void aConversationIsDeletedForGoodFromTheListAndFromTheTrash() {
    var live = create("live");
    var deleted = create("deleted");
    say(live, "hi");
    ann.delete(deleted.location()).expect(204);

    for (var location : List.of(live.location(), deleted.location())) {
      ann.delete(location + "?permanently=true").expect(204);
      notFound(ann.post(location + "/restore"));
      notFound(ann.delete(location + "?permanently=true"));
    }
    notFound(ann.get(live.location() + "/messages"));
    assertEquals(List.of(), Listing.items(ann, LIST));
    assertEquals(List.of(), Listing.items(ann, TRASH));
  }

  @Test
  void permanentlyFalseIsTheTrash() {
    var conversation = create("Rice");

    ann.delete(conversation.location() + "?permanently=yes").expect(400).code("INVALID_PARAMETER");
    ann.delete(conversation.location() + "?permanent=true").expect(400).code("INVALID_PARAMETER");
    ann.delete(conversation.location() + "?permanently=false").expect(204);
    assertEquals(1, Listing.items(ann, TRASH).size());
  }

  @Test
  void aWriterWhoHasAnOldStateIsRefused() {
    var conversation = create("Rice");
    var stale = ann.with("If-Match", conversation.etag());
    say(conversation, "hi");
    var current = ann.get(conversation.location()).expect(200);

    for (var answer :
        List.of(
            stale.patch(conversation.location(), Map.of("title", "x")),
            stale.patch(conversation.location(), "{}"),
            stale.delete(conversation.location()),
            stale.delete(conversation.location() + "?permanently=true"))) {
      answer.expect(412).code("PRECONDITION_FAILED");
    }
    assertEquals(current.json(), ann.get(conversation.location()).json());
    ann.with("If-Match", current.etag()).delete(conversation.location()).expect(204);
    stale.delete(conversation.location()).expect(404);
  }

  @Test
  void ofTenWritersWithOneEtagExactlyOneWins() {
    var conversation = create("0");
    var writer = ann.with("If-Match", conversation.etag());

    var answers =
        Together.run(10, n -> writer.patch(conversation.location(), Map.of("title", "w" + n)));

    var winners = answers.stream().filter(a -> a.response().statusCode() == 200).toList();
    assertEquals(1, winners.size());
    assertEquals(9, answers.stream().filter(a -> a.response().statusCode() == 412).count());
    assertEquals(winners.get(0).json(), ann.get(conversation.location()).json());
  }

  @Test
  void theLastActiveConversationComesFirst() {
    var a = create("a");
    create("b");
    create("c");
    say(a, "hi");

    assertEquals(List.of("a", "c", "b"), titles(Listing.items(ann, LIST)));
  }

  @Test
  void pagesLoseAndRepeatNothing() {
    var all = new ArrayList<String>();
    for (int n = 0; n < 12; n++) {
      create("conversation " + n);
      all.add(0, "conversation " + n);
    }
    var first = ann.get(LIST + "?limit=5").json();
    var seen = new ArrayList<>(titles(items(first)));
    create("new");
    ann.delete(LIST + "/" + first.get("items").get(4).get("id").asText()).expect(204);
    seen.addAll(titles(Listing.items(ann, LIST + "?limit=5&cursor=" + cursor(first))));

    assertEquals(all, seen);
    ann.get(TRASH + "&cursor=" + cursor(first)).expect(400).code("INVALID_PARAMETER");
    bob.get(LIST + "?cursor=" + cursor(first)).expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void equalTimesDoNotConfuseThePages() {
    var ids = new HashSet<String>();
    for (int n = 0; n < 7; n++) {
      ids.add(create("same").text("id"));
    }
    server.execute("update conversations set updated_at = '2026-01-01' where title = 'same'");

    var seen = Listing.items(ann, LIST + "?limit=2");
    assertEquals(7, seen.size());
    seen.forEach(conversation -> ids.remove(conversation.get("id").asText()));
    assertEquals(0, ids.size());
  }

  private Reply create(String title) {
    return ann.post(LIST, Map.of("title", title)).expect(201);
  }

  private Reply say(Reply conversation, String content) {
    var message = Map.of("role", "USER", "content", content);
    return ann.post(conversation.location() + "/messages", message).expect(201);
  }

  /** Everything that answers 404 for a conversation that is not the caller's, or in the trash. */
  private static void refused(TestClient client, String location) {
    var message = Map.of("role", "USER", "content", "hi");
    notFound(client.get(location));
    notFound(client.patch(location, Map.of("title", "x")));
    notFound(client.patch(location, "{}"));
    notFound(client.delete(location));
    notFound(client.get(location + "/messages"));
    notFound(client.post(location + "/messages", message));
    notFound(client.post(location + "/messages", Map.of("items", List.of(message))));
    notFound(client.get(location + "/messages/" + UUID.randomUUID()));
  }

  private static void notFound(Reply reply) {
    reply.expect(404).code("CONVERSATION_NOT_FOUND");
  }

  private static List<JsonNode> items(JsonNode page) {
    var items = new ArrayList<JsonNode>();
    page.get("items").forEach(items::add);
    return items;
  }

  private static List<String> titles(List<JsonNode> conversations) {
    return conversations.stream().map(conversation -> conversation.get("title").asText()).toList();
  }

  private static String cursor(JsonNode page) {
    return page.get("next_cursor").asText();
  }

  private static Instant time(Reply reply, String name) {
    return Instant.parse(reply.text(name));
  }
}
