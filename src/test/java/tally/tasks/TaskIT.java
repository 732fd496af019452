package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Tasks over HTTP. */
class TaskIT {
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
  void aTitleOfWhichNothingIsToBeSeenIsRefusedAsAnEmptyOne() {
    for (var blank : List.of("", "\u00a0", "\u3000 \u2007", "\u0085", "\u200b", "\ufeff")) {
      var refused = ann.post("/api/tasks", Map.of("title", blank)).expect(422);
      assertEquals(List.of("/title"), refused.pointers());
    }
    var task = ann.post("/api/tasks", Map.of("title", "\u00a0buy\u00a0milk\u00a0")).expect(201);
    assertEquals("buy\u00a0milk", task.text("title"));
    ann.patch(task.location(), Map.of("title", "\u00a0")).expect(422);
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
    assertEquals(List.of(), Listing.items(ann, "/api/tasks"));
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

    var told = ann.with("If-None-Match", task.header("ETag")).get(task.location()).expect(304);
    assertFalse(told.has("Content-Length"), "a cache would take it for the task's");
    assertFalse(told.has("Transfer-Encoding"));
    ann.patch(task.location(), Map.of("title", "buy oat milk")).expect(200);
    ann.with("If-None-Match", task.header("ETag")).get(task.location()).expect(200);

    // What a write has done is told, whatever the client has.
    var known = ann.with("If-None-Match", ann.get(task.location()).header("ETag"));
    known.patch(task.location(), Map.of()).expect(200);
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
