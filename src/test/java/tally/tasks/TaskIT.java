package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tally.Listing;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;

/** Tasks over HTTP. */
class TaskIT {
  private static TestApp server;
  private static TestClient bob;
  private TestClient ann;

  @BeforeAll
  static void start() {
    server = TestApp.start();
    bob = server.register();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void register() {
    ann = server.register();
  }

  @Test
  void aTaskIsCreatedAndReadBack() {
    var before = Instant.now();
    var created =
        ann.post("/api/tasks", Map.of("title", "buy milk", "description", "two")).expect(201);
    var task = created.json();

    assertEquals("/api/tasks/" + task.get("id").asText(), created.location());
    assertEquals("buy milk", task.get("title").asText());
    assertEquals("two", task.get("description").asText());
    assertFalse(task.get("is_completed").asBoolean());
    assertTrue(task.get("completed_at").isNull());
    assertEquals(task.get("created_at"), task.get("updated_at"));
    assertTrue(time(task, "created_at").isAfter(before.minusSeconds(5)));

    var read = ann.get(created.location()).expect(200);
    assertEquals(task, read.json());
    assertEquals(created.header("ETag"), read.header("ETag"));
  }

  @Test
  void aTitleIsTrimmedAndADescriptionKept() {
    var task =
        ann.post("/api/tasks", Map.of("title", "\n buy milk ", "description", " two "))
            .expect(201)
            .json();

    assertEquals("buy milk", task.get("title").asText());
    assertEquals(" two ", task.get("description").asText());
  }

  @Test
  void lengthsAreCountedInCodePoints() {
    ann.post("/api/tasks", Map.of("title", "😀".repeat(100), "description", "😀".repeat(1000)))
        .expect(201);
    ann.post("/api/tasks", Map.of("title", "😀".repeat(101))).expect(422).code("VALIDATION_ERROR");
  }

  @Test
  void allFaultsOfATaskAreReportedAtOnceAndNothingIsStored() {
    var refusal =
        ann.post("/api/tasks", Map.of("title", " ", "description", "x".repeat(1001), "done", true))
            .expect(422)
            .code("VALIDATION_ERROR");

    assertEquals(
        List.of("/description", "/done", "/title"), refusal.pointers().stream().sorted().toList());
    ann.post("/api/tasks", "{}").expect(422);
    ann.post("/api/tasks", "{\"title\": null}").expect(422);
    ann.post("/api/tasks", "{\"title\": 7}").expect(422);
    assertEquals(List.of(), titles(ann.get("/api/tasks").json()));
  }

  @Test
  void aTaskIsInvisibleToOthers() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);

    bob.get(task.location()).expect(404).code("TASK_NOT_FOUND");
    bob.patch(task.location(), Map.of("title", "sell milk")).expect(404).code("TASK_NOT_FOUND");
    bob.patch(task.location(), "{}").expect(404).code("TASK_NOT_FOUND");
    bob.delete(task.location()).expect(404).code("TASK_NOT_FOUND");
    bob.with("If-Match", task.header("ETag")).delete(task.location()).expect(404);
    assertFalse(bob.get("/api/tasks").body().contains(task.json().get("id").asText()));
    assertEquals(task.json(), ann.get(task.location()).expect(200).json());
  }

  @Test
  void aTaskThatIsNotThereIsNotFoundAndAnIdThatIsNoneIsRefused() {
    ann.get("/api/tasks/" + UUID.randomUUID()).expect(404).code("TASK_NOT_FOUND");
    ann.get("/api/tasks/1").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void aPatchChangesWhatItNamesAndNullClears() {
    var task =
        ann.post("/api/tasks", Map.of("title", "buy milk", "description", "two")).expect(201);

    var renamed = ann.patch(task.location(), Map.of("title", "buy oat milk")).expect(200).json();
    assertEquals("buy oat milk", renamed.get("title").asText());
    assertEquals("two", renamed.get("description").asText());
    assertTrue(time(renamed, "updated_at").isAfter(time(task.json(), "updated_at")));
    assertEquals(task.json().get("created_at"), renamed.get("created_at"));

    var cleared = ann.patch(task.location(), "{\"description\": null}").expect(200).json();
    assertTrue(cleared.get("description").isNull());
    assertEquals("buy oat milk", cleared.get("title").asText());
    assertEquals(cleared, ann.get(task.location()).json());

    ann.patch(task.location(), "{\"title\": null}").expect(422);
    ann.patch(task.location(), "{\"is_completed\": null}").expect(422);
    ann.patch(task.location(), Map.of("title", "  ")).expect(422);
    ann.patch(task.location(), Map.of("owner_id", UUID.randomUUID().toString())).expect(422);
    assertEquals(cleared, ann.get(task.location()).json());
  }

  @Test
  void anEmptyPatchChangesNothingNotEvenTheTime() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);

    var same = ann.patch(task.location(), "{}").expect(200);
    assertEquals(task.json(), same.json());
    assertEquals(task.header("ETag"), same.header("ETag"));
    ann.with("If-Match", task.header("ETag")).patch(task.location(), "{}").expect(200);
    ann.with("If-Match", "\"other\"").patch(task.location(), "{}").expect(412);
  }

  @Test
  void completedAtIsSetOnceKeptAndCleared() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);

    var completed = ann.patch(task.location(), Map.of("is_completed", true)).expect(200).json();
    assertEquals(completed.get("updated_at"), completed.get("completed_at"));

    var again = ann.patch(task.location(), Map.of("is_completed", true)).expect(200).json();
    assertEquals(completed.get("completed_at"), again.get("completed_at"));

    var renamed = ann.patch(task.location(), Map.of("title", "milk")).expect(200).json();
    assertEquals(completed.get("completed_at"), renamed.get("completed_at"));

    var reopened = ann.patch(task.location(), Map.of("is_completed", false)).expect(200).json();
    assertFalse(reopened.get("is_completed").asBoolean());
    assertTrue(reopened.get("completed_at").isNull());
  }

  @Test
  void aDeletedTaskIsGone() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);

    ann.delete(task.location()).expect(204);
    ann.get(task.location()).expect(404);
    ann.delete(task.location()).expect(404).code("TASK_NOT_FOUND");
  }

  @Test
  void aReaderWhoHasTheTaskIsToldSo() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);

    ann.with("If-None-Match", task.header("ETag")).get(task.location()).expect(304);
    ann.patch(task.location(), Map.of("title", "buy oat milk")).expect(200);
    ann.with("If-None-Match", task.header("ETag")).get(task.location()).expect(200);
  }

  @Test
  void aWriterWhoHasAnOldStateIsRefused() {
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);
    var stale = ann.with("If-Match", task.header("ETag"));
    var changed = ann.patch(task.location(), Map.of("title", "buy oat milk")).expect(200);

    stale.patch(task.location(), Map.of("title", "x")).expect(412).code("PRECONDITION_FAILED");
    stale.delete(task.location()).expect(412).code("PRECONDITION_FAILED");
    assertEquals(changed.json(), ann.get(task.location()).json());
    ann.with("If-Match", changed.header("ETag")).delete(task.location()).expect(204);
  }

  @Test
  void ofTenWritersWithOneEtagExactlyOneWins() {
    var task = ann.post("/api/tasks", Map.of("title", "0")).expect(201);
    for (int round = 0; round < 5; round++) {
      var seen = ann.get(task.location()).expect(200);
      var writer = ann.with("If-Match", seen.header("ETag"));

      var answers =
          Together.run(10, n -> writer.patch(task.location(), Map.of("title", "writer " + n)));

      var winners =
          answers.stream().filter(answer -> answer.response().statusCode() == 200).toList();
      assertEquals(1, winners.size());
      assertEquals(
          9, answers.stream().filter(answer -> answer.response().statusCode() == 412).count());
      assertEquals(winners.get(0).json(), ann.get(task.location()).json());
    }
  }

  @Test
  void updatedAtGrowsStrictlyUnderConcurrentWriters() {
    var task = ann.post("/api/tasks", Map.of("title", "0")).expect(201);

    var answers =
        Together.run(
            16, n -> ann.patch(task.location(), Map.of("is_completed", n % 2 == 0)).expect(200));

    var times = new HashSet<String>();
    for (var answer : answers) {
      var json = answer.json();
      assertTrue(times.add(json.get("updated_at").asText()));
      if (json.get("is_completed").asBoolean()) {
        assertFalse(time(json, "completed_at").isAfter(time(json, "updated_at")));
      }
    }
    assertEquals(
        Collections.max(times), ann.get(task.location()).json().get("updated_at").asText());
  }

  @Test
  void theListIsNewestFirstAndInEveryOtherOrderThatIsAskedFor() {
    for (var title : List.of("b", "c", "a")) {
      ann.post("/api/tasks", Map.of("title", title)).expect(201);
    }
    ann.patch(location(ann.get("/api/tasks?sort=title").json(), 2), "{\"description\": \"x\"}");

    assertEquals(List.of("a", "c", "b"), titles(ann.get("/api/tasks").json()));
    assertEquals(List.of("a", "c", "b"), titles(ann.get("/api/tasks?sort=-created_at").json()));
    assertEquals(List.of("b", "c", "a"), titles(ann.get("/api/tasks?sort=created_at").json()));
    assertEquals(List.of("c", "a", "b"), titles(ann.get("/api/tasks?sort=-updated_at").json()));
    assertEquals(List.of("a", "b", "c"), titles(ann.get("/api/tasks?sort=title").json()));
    ann.get("/api/tasks?sort=id").expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?q=a").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void theListShowsOnlyOpenOrOnlyCompletedTasks() {
    for (int n = 0; n < 6; n++) {
      var task = ann.post("/api/tasks", Map.of("title", "task " + n)).expect(201);
      if (n % 2 == 0) {
        ann.patch(task.location(), Map.of("is_completed", true)).expect(200);
      }
    }

    assertEquals(
        List.of("task 5", "task 3", "task 1"),
        titles(ann.get("/api/tasks?is_completed=false").json()));
    for (var sort : List.of("created_at", "-updated_at", "title")) {
      var completed = walk(ann, "/api/tasks?limit=2&is_completed=true&sort=" + sort);
      assertEquals(List.of("task 0", "task 2", "task 4"), completed.stream().sorted().toList());
    }
    ann.get("/api/tasks?is_completed=yes").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void pagesLoseAndRepeatNothingInAnyOrder() {
    var all = new ArrayList<String>();
    for (int n = 0; n < 23; n++) {
      all.add("task %02d".formatted(n));
      ann.post("/api/tasks", Map.of("title", all.get(n))).expect(201);
    }

    for (var sort : List.of("created_at", "title")) {
      assertEquals(all, walk(ann, "/api/tasks?limit=5&sort=" + sort));
    }
    Collections.reverse(all);
    for (var sort : List.of("-created_at", "-updated_at")) {
      assertEquals(all, walk(ann, "/api/tasks?limit=5&sort=" + sort));
    }
    assertEquals(all, walk(ann, "/api/tasks?limit=23"));
    assertTrue(ann.get("/api/tasks?limit=23").json().get("next_cursor").isNull());
  }

  @Test
  void equalTimesAndEqualTitlesDoNotConfuseThePages() {
    var ids = new HashSet<String>();
    for (int n = 0; n < 7; n++) {
      ids.add(ann.post("/api/tasks", Map.of("title", "same")).expect(201).location());
    }
    server.execute(
        """
        update tasks set created_at = '2026-01-01', updated_at = '2026-01-01'
        where title = 'same'
        """);

    for (var sort : List.of("created_at", "-created_at", "-updated_at", "title")) {
      var seen =
          Listing.items(ann, "/api/tasks?limit=2&sort=" + sort).stream()
              .map(task -> "/api/tasks/" + task.get("id").asText())
              .toList();
      assertEquals(7, seen.size(), sort);
      assertEquals(ids, new HashSet<>(seen), sort);
    }
  }

  @Test
  void rowsThatComeAndGoBetweenPagesMoveNothing() {
    var old = new ArrayList<String>();
    for (int n = 0; n < 9; n++) {
      ann.post("/api/tasks", Map.of("title", "old " + n)).expect(201);
      old.add(0, "old " + n);
    }
    var first = ann.get("/api/tasks?limit=3").json();
    var seen = new ArrayList<>(titles(first));
    for (int n = 0; n < 4; n++) {
      ann.post("/api/tasks", Map.of("title", "new " + n)).expect(201);
    }
    // The very row at which the page ended.
    ann.delete(location(first, 2)).expect(204);
    seen.addAll(walk(ann, "/api/tasks?limit=3&cursor=" + first.get("next_cursor").asText()));

    assertEquals(old, seen);
  }

  @Test
  void aCursorIsOnlyGoodForTheListThatGaveIt() {
    for (int n = 0; n < 3; n++) {
      ann.post("/api/tasks", Map.of("title", "task " + n)).expect(201);
    }
    var cursor = ann.get("/api/tasks?limit=1").json().get("next_cursor").asText();

    ann.get("/api/tasks?limit=2&cursor=" + cursor).expect(200);
    for (var other : List.of("sort=title&", "is_completed=false&", "sort=created_at&")) {
      ann.get("/api/tasks?" + other + "cursor=" + cursor).expect(400).code("INVALID_PARAMETER");
    }
    bob.get("/api/tasks?cursor=" + cursor).expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?cursor=" + cursor.substring(1)).expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?cursor=").expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?limit=0").expect(400).code("INVALID_PARAMETER");
    ann.get("/api/tasks?limit=101").expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void severalTasksAreStoredTogetherInTheirOrder() {
    var stored =
        ann.post(
                "/api/tasks/batch",
                Map.of(
                    "items",
                    List.of(
                        Map.of("title", "b"),
                        Map.of("title", "a", "description", "x"),
                        Map.of("title", "c"))))
            .expect(201)
            .json();

    assertEquals(List.of("b", "a", "c"), titles(stored));
    assertTrue(stored.get("items").get(0).get("description").isNull());
    assertEquals("x", stored.get("items").get(1).get("description").asText());
    assertEquals(List.of("c", "a", "b"), titles(ann.get("/api/tasks").json()));
  }

  @Test
  void oneFaultInABatchAndNothingIsStored() {
    var faulty =
        Map.of("items", List.of(Map.of("title", "a"), Map.of(), Map.of("title", "c", "x", 1)));
    var refusal = ann.post("/api/tasks/batch", faulty).expect(422).code("VALIDATION_ERROR");

    assertEquals(
        List.of("/items/1/title", "/items/2/x"), refusal.pointers().stream().sorted().toList());
    var item = Map.of("title", "a");
    ann.post("/api/tasks/batch", Map.of("items", List.of())).expect(422);
    ann.post("/api/tasks/batch", Map.of("items", Collections.nCopies(101, item))).expect(422);
    assertEquals(List.of(), titles(ann.get("/api/tasks").json()));
    ann.post("/api/tasks/batch", Map.of("items", Collections.nCopies(100, item))).expect(201);
    assertEquals(100, walk(ann, "/api/tasks?limit=100").size());
  }

  @Test
  void whoIsDeletedWhileATaskIsWrittenIsLoggedOut() {
    var user = ann.get("/api/auth/me").expect(200).text("id");
    var answers =
        Together.run(
            2,
            n -> {
              if (n == 0) {
                server.execute(
                    """
                    begin;
                    delete from users where id = '%s';
                    select pg_sleep(1);
                    commit
                    """
                        .formatted(user));
                return Optional.<Reply>empty();
              }
              sleep(300);
              return Optional.of(ann.post("/api/tasks", Map.of("title", "too late")));
            });

    answers.get(1).orElseThrow().expect(401).code("INVALID_TOKEN");
  }

  @Test
  void withoutALoginThereIsNothing() {
    for (var path : List.of("/api/tasks", "/api/tasks/" + UUID.randomUUID())) {
      server.anonymous().get(path).expect(401).code("UNAUTHORIZED");
    }
    server.anonymous().post("/api/tasks", Map.of("title", "x")).expect(401);
  }

  private static List<String> walk(TestClient client, String path) {
    return Listing.items(client, path).stream().map(task -> task.get("title").asText()).toList();
  }

  private static List<String> titles(JsonNode page) {
    var titles = new ArrayList<String>();
    page.get("items").forEach(task -> titles.add(task.get("title").asText()));
    return titles;
  }

  private static String location(JsonNode page, int index) {
    return "/api/tasks/" + page.get("items").get(index).get("id").asText();
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant time(JsonNode json, String name) {
    return Instant.parse(json.get(name).asText());
  }
}
