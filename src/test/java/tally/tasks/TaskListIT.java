package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Listing;
import tally.TestApp;
import tally.TestClient;

/** Many tasks at once over HTTP: lists, their orders and pages, and batches. */
class TaskListIT {
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
    ann.get("/api/tasks?colour=red").expect(400).code("INVALID_PARAMETER");
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
}
