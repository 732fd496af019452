package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tally.JarProcess;
import tally.TestApp;
import tally.TestClient;
import tally.Together;
import tally.db.DatabaseUrl;

/** What becomes of conversations that nobody needs any more. */
class TrashIT {
  private TestApp server;
  private TestClient ann;

  @BeforeEach
  void start() {
    server = TestApp.start();
    ann = server.register();
    // The server's own turn was a moment ago.
    server.execute("insert into jobs (name, started_at) values ('trash', now())");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsLongEnoughInTheTrashIsDeletedWithItsMessages() {
    var old = conversation(3);
    var recent = conversation(2);
    var kept = conversation(1);
    for (var location : List.of(old, recent)) {
      ann.delete(location).expect(204);
    }
    days("deleted_at", old, 31);
    days("deleted_at", recent, 29);

    var preview = purge("--dry-run", "--json");
    assertEquals(
        "{\"dry_run\": true, \"deleted_conversations\": 1, \"deleted_messages\": 3,"
            + " \"trashed_conversations\": 0}\n",
        preview);
    ann.post(old + "/restore").expect(200);
    ann.delete(old).expect(204);
    days("deleted_at", old, 31);

    assertEquals(
        "Deleted 1 conversations with 3 messages from the trash, and moved 0 into it.\n", purge());
    ann.post(old + "/restore").expect(404);
    ann.get(kept).expect(200);
    assertEquals("3", server.query("select count(*) from messages"));
    assertEquals(
        "Deleted 1 conversations with 2 messages from the trash, and moved 0 into it.\n",
        purge("--older-than", "0"));
    ann.get(kept + "/messages").expect(200);
    assertEquals("1", server.query("select count(*) from messages"));
  }

  @Test
  void whatNobodyHasTouchedForLongGoesIntoTheTrashWhereThatIsAskedFor() {
    var idle = conversation(1);
    var lively = conversation(1);
    days("updated_at", idle, 100);

    purge();
    ann.get(idle).expect(200);
    var etag = ann.get(idle).etag();
    var purged =
        run(
            Map.of("DATABASE_URL", server.databaseUrl(), "CONVERSATION_RETENTION_DAYS", "90"),
            "purge");

    assertTrue(purged.contains("moved 1 into it"), purged);
    ann.get(idle).expect(404);
    ann.get(lively).expect(200);
    var restored = ann.post(idle + "/restore").expect(200);
    assertTrue(!restored.etag().equals(etag));
  }

  @Test
  void manyAreDeletedInSteps() {
    server.execute(
        """
        insert into conversations
          (id, user_id, created_at, updated_at, message_count, is_deleted, deleted_at)
        select gen_random_uuid(), users.id, now(), now(), 4000, true, now() - interval '31 days'
        from users, generate_series(1, 1203)
        """);
    var purged =
        Together.run(3, n -> purge("--json")).stream()
            .mapToInt(
                text ->
                    Integer.parseInt(
                        text.replaceAll(".*conversations\": (\\d+), \"deleted_m.*\n", "$1")))
            .sum();

    assertEquals("0", server.query("select count(*) from conversations"));
    assertEquals(1203, purged);
  }

  /** One statement for millions of messages would take longer than a statement may. */
  @Test
  void aVeryLongConversationGoesInSteps() {
    server.execute(
        """
        create function refuse_many() returns trigger language plpgsql as $$
          begin
            if (select count(*) from gone) > 10000 then
              raise exception 'too many at once';
            end if;
            return null;
          end
        $$;
        create trigger refuse_many after delete on messages
          referencing old table as gone for each statement execute function refuse_many()
        """);
    var unwanted = veryLong(25_000);
    ann.with("If-Match", "\"0\"").delete(unwanted + "?permanently=true").expect(412);
    assertEquals("25000", server.query("select count(*) from messages"));
    ann.delete(unwanted + "?permanently=true").expect(204);
    assertEquals("0", server.query("select count(*) from messages"));
    ann.post(unwanted + "/restore").expect(404);

    var old = veryLong(25_000);
    ann.delete(old).expect(204);
    days("deleted_at", old, 31);
    assertEquals(
        "Deleted 1 conversations with 25000 messages from the trash, and moved 0 into it.\n",
        purge());
    assertEquals("0", server.query("select count(*) from messages"));
  }

  /** The lock on a message stands for the time that millions of them take. */
  @Test
  void nobodyWaitsForALongDeletion() throws Exception {
    var unwanted = veryLong(5000);
    try (var other = DatabaseUrl.parse(server.databaseUrl()).connect()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("select from messages where position = 1000 for update");
      }
      var deletion =
          CompletableFuture.supplyAsync(() -> ann.delete(unwanted + "?permanently=true"));
      for (int i = 0; i < 1000 && !server.query("select count(*) from messages").equals("1"); i++) {
        Thread.sleep(10);
      }
      assertEquals("1", server.query("select count(*) from messages"));

      ann.get(unwanted).expect(404);
      ann.post(unwanted + "/messages", Map.of("role", "USER", "content", "a")).expect(404);
      ann.post(conversation(0) + "/messages", Map.of("role", "USER", "content", "a")).expect(201);
      assertFalse(deletion.isDone());
      other.rollback();
      deletion.get().expect(204);
    }
    assertEquals("1", server.query("select count(*) from messages"));
    ann.post(unwanted + "/restore").expect(404);
  }

  @Test
  void aDeletionThatDidNotComeToItsEndIsNotTakenBackAndGoesOnWithTheNext() {
    var half = conversation(2);
    server.execute("update conversations set is_deleted = true, deleted_at = 'epoch'");
    ann.post(half + "/restore").expect(404);
    assertEquals(
        0, ann.get("/api/conversations?deleted=true").expect(200).json().at("/items").size());
    assertEquals(
        "Deleted 1 conversations with 2 messages from the trash, and moved 0 into it.\n", purge());
  }

  /** A hundred years ago is before 1970, which is when it was condemned. */
  @Test
  void whatIsCondemnedGoesHoweverLongTheTrashIsKept() {
    conversation(2);
    server.execute("update conversations set is_deleted = true, deleted_at = 'epoch'");
    assertEquals(
        "Would delete 1 conversations with 2 messages from the trash, and move 0 into it.\n",
        purge("--older-than", "36500", "--dry-run"));
    assertEquals(
        "Deleted 1 conversations with 2 messages from the trash, and moved 0 into it.\n",
        purge("--older-than", "36500"));
  }

  private String veryLong(int messages) {
    var location = conversation(0);
    server.execute(
        """
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), user_id, id, 'USER', 'x', n, now()
        from conversations, generate_series(1, %d) as n
        """
            .formatted(messages));
    return location;
  }

  private String conversation(int messages) {
    var location = ann.post("/api/conversations", Map.of("title", "a")).expect(201).location();
    for (int i = 0; i < messages; i++) {
      ann.post(location + "/messages", Map.of("role", "USER", "content", "a")).expect(201);
    }
    return location;
  }

  private void days(String column, String location, int days) {
    server.execute(
        "update conversations set %s = now() - interval '%d days' where id = '%s'"
            .formatted(column, days, location.substring(location.lastIndexOf('/') + 1)));
  }

  private String purge(String... options) {
    var words = Stream.concat(Stream.of("purge"), Stream.of(options)).toArray(String[]::new);
    return run(Map.of("DATABASE_URL", server.databaseUrl()), words);
  }

  private static String run(Map<String, String> settings, String... words) {
    var patient = new HashMap<>(settings);
    patient.put("DB_CONNECTION_TIMEOUT", "30s");
    try (var process = JarProcess.start(patient, words)) {
      assertEquals(0, process.exitCode(), process::err);
      return process.out();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
