package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;
import tally.db.DatabaseUrl;

/** What changes an account as a whole: another password, and the end. */
class AccountIT {
  private static final String PASSWORD = TestApp.PASSWORD;
  private static final String CHANGED = "staple correct horse";

  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void aChangedPasswordEndsEveryOtherSession() {
    var here = server.register("changes@example.com");
    var elsewhere = bearer(server.anonymous().login("changes@example.com", PASSWORD).expect(200));
    elsewhere.get("/api/auth/me").expect(200);
    var etag = here.get("/api/auth/me").expect(200).etag();

    here.put("/api/auth/password", passwords(PASSWORD, CHANGED)).expect(204);

    elsewhere.get("/api/auth/me").expect(401).code("INVALID_TOKEN");
    assertNotEquals(etag, here.get("/api/auth/me").expect(200).etag());
    server.anonymous().login("changes@example.com", PASSWORD).expect(401);
    server.anonymous().login("changes@example.com", CHANGED).expect(200);
  }

  @Test
  void withoutTheCurrentPasswordNothingChanges() {
    var ann = server.register("keeps@example.com");
    var elsewhere = bearer(server.anonymous().login("keeps@example.com", PASSWORD).expect(200));

    ann.put("/api/auth/password", passwords("a wrong password", CHANGED))
        .expect(403)
        .code("FORBIDDEN");

    elsewhere.get("/api/auth/me").expect(200);
    server.anonymous().login("keeps@example.com", PASSWORD).expect(200);
  }

  @Test
  void aNewPasswordHasToBeAsGoodAsTheFirst() {
    var ann = server.register("same.rule@example.com");

    for (var bad : List.of("short", "password1", "Same.Rule@example.com", "x".repeat(73))) {
      var refused =
          ann.put("/api/auth/password", passwords("a wrong password", bad))
              .expect(422)
              .code("VALIDATION_ERROR");
      assertEquals(List.of("/new_password"), refused.pointers());
    }
    assertEquals(
        List.of("/current_password", "/new_password", "/email"),
        ann.put("/api/auth/password", Map.of("email", "x")).expect(422).pointers());
  }

  /** The planner knows of others, and takes this user for one with next to nothing. */
  @Test
  void anAccountWithAHundredThousandNewMessagesGoesWithinItsTime() {
    var bob = server.register();
    var ann = server.register();
    fill(bob, 100);
    server.execute("analyze messages");
    fill(ann, 150_000);

    ann.delete("/api/auth/me", Map.of("password", PASSWORD)).expect(204);

    ann.get("/api/auth/me").expect(401);
    assertEquals("100", server.query("select count(*) from messages"));
  }

  private static void fill(TestClient client, int messages) {
    var conversation = client.post("/api/conversations", Map.of()).expect(201).text("id");
    server.execute(
        """
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), user_id, id, 'USER', 'x', n, now()
        from conversations, generate_series(1, %d) as n
        where id = '%s'
        """
            .formatted(messages, conversation));
  }

  @Test
  void ofTwoChangesAtTheSameMomentOneFails() {
    var ann = server.register("twice@example.com");

    var statuses =
        Together.run(
                2,
                n ->
                    ann.put("/api/auth/password", passwords(PASSWORD, CHANGED + n))
                        .response()
                        .statusCode())
            .stream()
            .sorted()
            .toList();

    assertEquals(List.of(204, 403), statuses);
  }

  /** The change is under way, elsewhere, while a login has seen the old password. */
  @Test
  void noLoginWithTheOldPasswordOutlivesTheChange() throws Exception {
    server.register("late@example.com");
    var thread = Executors.newSingleThreadExecutor();
    try (var change = DatabaseUrl.parse(server.databaseUrl()).connect();
        var sql = change.createStatement()) {
      change.setAutoCommit(false);
      sql.execute(
          """
          update users set hashed_password = 'changed', updated_at = now()
          where email = 'late@example.com'
          """);
      var login = thread.submit(() -> server.anonymous().login("late@example.com", PASSWORD));
      awaitWhoeverWaitsForALock();
      sql.execute(
          "delete from sessions where user_id ="
              + " (select id from users where email = 'late@example.com')");
      change.commit();

      login.get().expect(401).code("INVALID_CREDENTIALS");
    } finally {
      thread.shutdown();
    }
  }

  private static void awaitWhoeverWaitsForALock() throws InterruptedException {
    var waiting =
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
        """;
    for (int n = 0; n < 200 && server.query(waiting).equals("0"); n++) {
      Thread.sleep(50);
    }
    assertEquals("1", server.query(waiting));
  }

  @Test
  void aDeletedAccountTakesEverythingWithIt() {
    var ann = server.register("leaves@example.com");
    var elsewhere = bearer(server.anonymous().login("leaves@example.com", PASSWORD).expect(200));
    elsewhere.get("/api/auth/me").expect(200);
    ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201);
    var talk = ann.post("/api/conversations", Map.of("title", "a talk")).expect(201).location();
    ann.post(talk + "/messages", Map.of("role", "USER", "content", "hello")).expect(201);
    var id = ann.get("/api/auth/me").text("id");
    // More of each than go at once.
    server.execute(
        """
        insert into tasks (id, owner_id, title, created_at, updated_at)
        select gen_random_uuid(), '%1$s', 'one of many', now(), now()
        from generate_series(1, 25000);
        insert into conversations (id, user_id, created_at, updated_at)
        select gen_random_uuid(), '%1$s', now(), now()
        from generate_series(1, 11000)
        """
            .formatted(id));

    ann.delete("/api/auth/me", Map.of("password", "a wrong password"))
        .expect(403)
        .code("FORBIDDEN");
    ann.get("/api/auth/me").expect(200);

    var gone = ann.delete("/api/auth/me", Map.of("password", PASSWORD)).expect(204);

    assertEquals(
        "access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax", gone.header("Set-Cookie"));
    ann.get("/api/tasks").expect(401).code("INVALID_TOKEN");
    elsewhere.get("/api/tasks").expect(401).code("INVALID_TOKEN");
    server
        .anonymous()
        .login("leaves@example.com", PASSWORD)
        .expect(401)
        .code("INVALID_CREDENTIALS");
    for (var rows :
        List.of(
            "users where id",
            "sessions where user_id",
            "tasks where owner_id",
            "conversations where user_id",
            "messages where user_id")) {
      assertEquals("0", server.query("select count(*) from " + rows + " = '" + id + "'"), rows);
    }
    server.register("leaves@example.com");
  }

  /** A message that somebody has locked keeps the deletion from its end. */
  @Test
  void anAccountIsNobodysFromTheBeginningOfItsDeletionOn() throws Exception {
    var ann = server.register("going@example.com");
    var elsewhere = bearer(server.anonymous().login("going@example.com", PASSWORD).expect(200));
    elsewhere.get("/api/auth/me").expect(200);
    fill(ann, 3);
    var thread = Executors.newSingleThreadExecutor();
    try (var other = DatabaseUrl.parse(server.databaseUrl()).connect();
        var sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute(
          """
          select from messages
          where user_id = (select id from users where email = 'going@example.com')
          for update
          """);
      var deletion = thread.submit(() -> ann.delete("/api/auth/me", Map.of("password", PASSWORD)));
      awaitWhoeverWaitsForALock();

      elsewhere.put("/api/auth/password", passwords(PASSWORD, CHANGED)).expect(401);
      server
          .anonymous()
          .login("going@example.com", PASSWORD)
          .expect(401)
          .code("INVALID_CREDENTIALS");
      var next = server.register("going@example.com");
      other.rollback();
      deletion.get().expect(204);
      next.get("/api/auth/me").expect(200);
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void aDeletionThatDidNotComeToItsEndIsTakenUpAgain() {
    var ann = server.register("half@example.com");
    var id = ann.get("/api/auth/me").text("id");
    fill(ann, 3);
    server.execute(
        """
        create function refuse_it() returns trigger language plpgsql as $$
          begin
            if old.user_id = '%s' then
              raise exception 'not now';
            end if;
            return old;
          end
        $$;
        create trigger refuse_it before delete on conversations
          for each row execute function refuse_it()
        """
            .formatted(id));
    ann.delete("/api/auth/me", Map.of("password", PASSWORD)).expect(500);
    var rows = "select count(*) from %s where %s = '" + id + "'";
    assertEquals("0", server.query(rows.formatted("messages", "user_id")));
    ann.get("/api/auth/me").expect(401);
    server.anonymous().login("half@example.com", PASSWORD).expect(401);

    server.execute("drop function refuse_it() cascade; delete from jobs");
    server.doWhatIsDue();

    assertEquals("0", server.query(rows.formatted("conversations", "user_id")));
    assertEquals("0", server.query(rows.formatted("users", "id")));
  }

  @Test
  void anAccountThatChangedMeanwhileIsNotDeleted() {
    var ann = server.register();
    var etag = ann.get("/api/auth/me").etag();
    ann.put("/api/auth/password", passwords(PASSWORD, CHANGED)).expect(204);

    ann.with("If-Match", etag)
        .delete("/api/auth/me", Map.of("password", CHANGED))
        .expect(412)
        .code("PRECONDITION_FAILED");
    var current = ann.get("/api/auth/me").expect(200).etag();
    ann.with("If-Match", current).delete("/api/auth/me", Map.of("password", CHANGED)).expect(204);
  }

  @Test
  void anAccountIsNotDeletedWithoutItsPassword() {
    var ann = server.register();

    ann.delete("/api/auth/me").expect(415);
    assertEquals(List.of("/password"), ann.delete("/api/auth/me", Map.of()).expect(422).pointers());
    assertFalse(ann.get("/api/auth/me").expect(200).body().isEmpty());
  }

  @Test
  void whoHasOnlyAStolenSessionCannotGuessThePassword() {
    var thief = server.register("guessed@example.com");
    for (int n = 0; n < 6; n++) {
      thief.delete("/api/auth/me", Map.of("password", "guess number " + n)).expect(403);
    }
    server.execute(
        "update login_failures set blocked_until = now() + (blocked_until - failed_at) * 60");

    var refused = thief.put("/api/auth/password", passwords(PASSWORD, CHANGED)).expect(429);

    refused.code("RATE_LIMITED");
    thief.get("/api/auth/me").expect(200);
  }

  private static TestClient bearer(Reply login) {
    return server.anonymous().bearer(login.text("access_token"));
  }

  private static Map<String, String> passwords(String current, String changed) {
    return Map.of("current_password", current, "new_password", changed);
  }
}
