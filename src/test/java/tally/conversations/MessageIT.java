package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Listing;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;

/** The messages of a conversation over HTTP. */
class MessageIT {
  @RegisterExtension private static final TestApp server = TestApp.start();
  private TestClient ann;
  private String conversation;
  private String messages;

  @BeforeEach
  void register() {
    ann = server.register();
    conversation = ann.post("/api/conversations", "{}").expect(201).location();
    messages = conversation + "/messages";
  }

  @Test
  void aMessageIsAppendedAndReadBack() {
    var appended = append("ASSISTANT", " What can I do? ").expect(201);

    assertEquals(messages + "/" + appended.text("id"), appended.location());
    assertEquals("ASSISTANT", appended.text("role"));
    assertEquals(" What can I do? ", appended.text("content"));
    assertTrue(conversation.endsWith(appended.text("conversation_id")));
    assertEquals(
        List.of("id", "conversation_id", "role", "content", "created_at"), names(appended.json()));
    assertEquals(appended.json(), ann.get(appended.location()).expect(200).json());
    assertEquals(List.of(appended.json()), Listing.items(ann, messages));
  }

  @Test
  void contentIs1To2000CodePoints() {
    append("USER", "😀".repeat(2000)).expect(201);
    append("USER", "😀".repeat(2001)).expect(422).code("VALIDATION_ERROR");
    append("USER", "").expect(422).code("VALIDATION_ERROR");
  }

  @Test
  void allFaultsAreReportedAtOnceAndNothingIsStored() {
    var refusal = ann.post(messages, Map.of("role", "user", "content", "", "x", 1)).expect(422);
    assertEquals(List.of("/content", "/role", "/x"), refusal.pointers().stream().sorted().toList());

    var one = ann.post(messages, "{}").expect(422);
    assertEquals(List.of("/content", "/role"), one.pointers().stream().sorted().toList());

    var good = Map.of("role", "USER", "content", "hi");
    var several =
        ann.post(messages, Map.of("items", List.of(good, Map.of("role", "USER"), Map.of("a", 1))))
            .expect(422);
    assertEquals(
        List.of("/items/1/content", "/items/2/a", "/items/2/content", "/items/2/role"),
        several.pointers().stream().sorted().toList());
    ann.post(messages, Map.of("items", List.of())).expect(422);
    ann.post(messages, Map.of("items", Collections.nCopies(101, good))).expect(422);
    ann.post(messages, Map.of("items", List.of(good), "role", "USER")).expect(422);

    assertEquals(List.of(), Listing.items(ann, messages));
    assertEquals(0, ann.get(conversation).json().get("message_count").asInt());
  }

  @Test
  void aMessageMovesTheConversation() {
    var before = ann.get(conversation).expect(200);
    append("ASSISTANT", "hi").expect(201);
    var message = append("USER", "hello").expect(201);
    var after = ann.get(conversation).expect(200);

    assertEquals(2, after.json().get("message_count").asInt());
    assertEquals(message.text("created_at"), after.text("updated_at"));
    assertTrue(after.text("updated_at").compareTo(before.text("updated_at")) > 0);
    ann.with("If-None-Match", before.etag()).get(conversation).expect(200);
  }

  @Test
  void theFirstUserMessageIsTheTitleOfAnUntitledConversation() {
    append("ASSISTANT", "What can I do for you?").expect(201);
    assertTrue(ann.get(conversation).json().get("title").isNull());
    append("USER", "Please tell me how long brown rice has to be cooked.").expect(201);
    assertEquals(
        "Please tell me how long brown rice has to be…", ann.get(conversation).text("title"));
    append("USER", "And white rice?").expect(201);
    assertEquals(
        "Please tell me how long brown rice has to be…", ann.get(conversation).text("title"));

    // Whoever takes the title away wants none: the next message is not the first one.
    ann.patch(conversation, "{\"title\": null}").expect(200);
    append("USER", "And wild rice?").expect(201);
    assertTrue(ann.get(conversation).json().get("title").isNull());
  }

  @Test
  void aTitleThatIsThereStays() {
    ann.patch(conversation, Map.of("title", "Rice")).expect(200);
    append("USER", "How long?").expect(201);

    assertEquals("Rice", ann.get(conversation).text("title"));
  }

  @Test
  void theListIsNewestFirstOrOldestFirst() {
    var contents = new ArrayList<String>();
    for (int n = 0; n < 7; n++) {
      contents.add("message " + n);
      append("USER", contents.get(n)).expect(201);
    }

    assertEquals(contents, contents(Listing.items(ann, messages + "?order=asc&limit=3")));
    Collections.reverse(contents);
    assertEquals(contents, contents(Listing.items(ann, messages + "?limit=3")));
    assertEquals(contents, contents(Listing.items(ann, messages + "?order=desc")));
    ann.get(messages + "?order=up").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void aPageHas50MessagesWhereNothingElseIsAskedFor() {
    var message = Map.of("role", "USER", "content", "x");
    ann.post(messages, Map.of("items", Collections.nCopies(51, message))).expect(201);

    assertEquals(50, ann.get(messages).json().get("items").size());
    assertEquals(51, ann.get(messages + "?limit=100").json().get("items").size());
    ann.get(messages + "?limit=101").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void aCursorIsOnlyGoodForTheListThatGaveIt() {
    append("USER", "1").expect(201);
    append("USER", "2").expect(201);
    var cursor = ann.get(messages + "?limit=1").text("next_cursor");
    var other = ann.post("/api/conversations", "{}").expect(201).location();

    ann.get(messages + "?cursor=" + cursor).expect(200);
    ann.get(messages + "?order=asc&cursor=" + cursor).expect(400).code("INVALID_PARAMETER");
    ann.get(other + "/messages?cursor=" + cursor).expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?cursor=" + cursor).expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void messagesThatArriveBetweenPagesMoveNothing() {
    for (int n = 0; n < 5; n++) {
      append("USER", "old " + n).expect(201);
    }
    var first = ann.get(messages + "?limit=2").expect(200);
    append("USER", "new").expect(201);
    var rest = Listing.items(ann, messages + "?limit=2&cursor=" + first.text("next_cursor"));

    assertEquals(List.of("old 2", "old 1", "old 0"), contents(rest));
  }

  @Test
  void severalMessagesAreStoredTogetherInTheirOrder() {
    append("ASSISTANT", "before").expect(201);
    var items =
        List.of(
            Map.of("role", "ASSISTANT", "content", "c"),
            Map.of("role", "USER", "content", "a"),
            Map.of("role", "USER", "content", "b"));
    var stored = ann.post(messages, Map.of("items", items)).expect(201);

    var all = Listing.items(ann, messages + "?order=asc");
    assertEquals(List.of("before", "c", "a", "b"), contents(all));
    assertEquals(List.copyOf(all.subList(1, 4)), items(stored.json()));
    assertEquals(all, all.stream().sorted((a, b) -> time(a).compareTo(time(b))).toList());
    assertEquals(4, new HashSet<>(all.stream().map(MessageIT::time).toList()).size());
    var after = ann.get(conversation);
    assertEquals("a", after.text("title"));
    assertEquals(4, after.json().get("message_count").asInt());
    assertEquals(time(all.get(3)), after.text("updated_at"));
  }

  @Test
  void oneMessageIsFoundOnlyInItsOwnConversation() {
    var message = append("USER", "hi").expect(201);
    var other = ann.post("/api/conversations", "{}").expect(201).location();
    var id = message.text("id");

    ann.get(other + "/messages/" + id).expect(404).code("MESSAGE_NOT_FOUND");
    ann.get(messages + "/" + UUID.randomUUID()).expect(404).code("MESSAGE_NOT_FOUND");
    ann.get(messages + "/x").expect(400).code("INVALID_PARAMETER");
    server.register().get(message.location()).expect(404).code("CONVERSATION_NOT_FOUND");
    ann.delete(conversation).expect(204);
    ann.get(message.location()).expect(404).code("CONVERSATION_NOT_FOUND");
  }

  @Test
  void aMessageIsNeverChangedOrDeleted() {
    var message = append("USER", "hi").expect(201);

    ann.patch(message.location(), Map.of("content", "x")).expect(405).code("METHOD_NOT_ALLOWED");
    ann.delete(message.location()).expect(405).code("METHOD_NOT_ALLOWED");
  }

  @Test
  void eightWritersMakeOneOrderAndNoTwoTimesAreEqual() {
    Together.run(
        8,
        writer -> {
          for (int n = 0; n < 10; n++) {
            append("USER", writer + ":" + n).expect(201);
          }
          return writer;
        });

    var all = Listing.items(ann, messages + "?order=asc&limit=7");
    assertEquals(80, new HashSet<>(contents(all)).size());
    assertEquals(80, ann.get(conversation).json().get("message_count").asInt());
    var times = all.stream().map(MessageIT::time).toList();
    assertEquals(80, new HashSet<>(times).size());
    assertEquals(times.stream().sorted().toList(), times);
    for (int writer = 0; writer < 8; writer++) {
      var prefix = writer + ":";
      var own = contents(all).stream().filter(content -> content.startsWith(prefix)).toList();
      assertEquals(own.stream().sorted().toList(), own, "a writer's own order is kept");
    }
    var newestFirst = new ArrayList<>(Listing.items(ann, messages + "?limit=7"));
    Collections.reverse(newestFirst);
    assertEquals(all, newestFirst);
  }

  /** A reader who goes on from its last message never misses one that a slower writer had begun. */
  @Test
  void aReaderWhoFollowsTheConversationMissesNothing() {
    var first = append("ASSISTANT", "begin").expect(201).text("id");
    var writing = new CountDownLatch(4);
    var seen =
        Together.run(
                5,
                n -> {
                  if (n == 0) {
                    return follow(first, writing);
                  }
                  try {
                    for (int i = 0; i < 15; i++) {
                      append("USER", n + ":" + i).expect(201);
                    }
                  } finally {
                    writing.countDown();
                  }
                  return List.<String>of();
                })
            .get(0);

    assertEquals(contents(Listing.items(ann, messages + "?order=asc")).subList(1, 61), seen);
  }

  /** Reads what is new as long as somebody writes: each time only what follows what it knows. */
  private List<String> follow(String from, CountDownLatch writing) {
    var seen = new ArrayList<String>();
    var last = from;
    boolean complete;
    do {
      complete = writing.getCount() == 0;
      var fresh = new ArrayList<JsonNode>();
      for (var message : items(ann.get(messages + "?limit=100").expect(200).json())) {
        if (message.get("id").asText().equals(last)) {
          break;
        }
        fresh.add(0, message);
      }
      seen.addAll(contents(fresh));
      last = fresh.isEmpty() ? last : fresh.get(fresh.size() - 1).get("id").asText();
    } while (!complete);
    return seen;
  }

  private Reply append(String role, String content) {
    return ann.post(messages, Map.of("role", role, "content", content));
  }

  private static List<JsonNode> items(JsonNode page) {
    var items = new ArrayList<JsonNode>();
    page.get("items").forEach(items::add);
    return items;
  }

  private static List<String> contents(List<JsonNode> messages) {
    return messages.stream().map(message -> message.get("content").asText()).toList();
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String time(JsonNode message) {
    return message.get("created_at").asText();
  }
}
