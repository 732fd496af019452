package tally.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;

/** What an operator does with users, while they are logged in to a server that runs. */
class UserCommandsIT {
  @RegisterExtension private static final TestApp server = TestApp.start();

  private final Commands commands =
      new Commands(Map.of("DATABASE_URL", server.databaseUrl(), "BCRYPT_COST", "10"));

  @Test
  void everybodyIsListedByAddress() throws IOException {
    server.register("list-b@example.com");
    server.register("list-a@example.com");
    done("user", "deactivate", "list-b@example.com");

    var lines = done("user", "list").lines().filter(line -> line.contains(" list-")).toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).endsWith("  list-a@example.com"), lines.get(0));
    assertTrue(lines.get(1).endsWith("  list-b@example.com  (deactivated)"), lines.get(1));

    var users = json("user", "list", "--json");
    for (int i = 1; i < users.size(); i++) {
      assertTrue(email(users.get(i - 1)).compareTo(email(users.get(i))) < 0);
    }
    assertFalse(users.toString().contains("$2a$"), "a hash");
  }

  /** Nobody is to take a part for everybody. */
  @Test
  void aListThatCannotBeWrittenFails() throws IOException {
    server.register("full@example.com");
    for (var words : List.of("user list", "user list --json", "user show full@example.com")) {
      try (var full = new FileOutputStream("/dev/full")) {
        var run = commands.runInto(full, words.split(" "));

        assertEquals(1, run.exitCode(), words);
        assertEquals("Not everything could be written to standard output.\n", run.err());
      }
    }
  }

  @Test
  void aUserIsShownWithHowMuchIsTheirsButNothingOfIt() throws IOException {
    var ann = server.register("show@example.com");
    ann.post("/api/tasks", Map.of("title", "a private thing")).expect(201);

    var shown = done("user", "show", "show@example.com");
    assertTrue(shown.contains("tasks          1, 1 of them open\n"), shown);
    assertTrue(shown.contains("sessions       1\n"), shown);
    assertFalse(shown.contains("private"), shown);

    var user = json("user", "show", "show@example.com", "--json");
    assertEquals(1, user.get("open_tasks").intValue());
    assertEquals(user, json("user", "show", user.get("id").textValue(), "--json"));
  }

  @Test
  void aPasswordThatIsSetEndsEverySession() {
    var ann = server.register("password@example.com");

    var made = done("user", "password", "password@example.com");
    var password = made.substring(made.indexOf("Password: ") + "Password: ".length()).strip();
    awaitEnd(ann);
    login("password@example.com", TestApp.PASSWORD, 401);
    login("password@example.com", password, 200);

    var given =
        commands.runWithInput(
            "another long password\n",
            "user",
            "password",
            "password@example.com",
            "--password-stdin");
    assertEquals(0, given.exitCode(), given::err);
    assertFalse(given.out().contains("another"), given::out);
    login("password@example.com", "another long password", 200);

    var weak =
        commands.runWithInput(
            "short\n", "user", "password", "password@example.com", "--password-stdin");
    assertEquals(2, weak.exitCode());
    login("password@example.com", "another long password", 200);
  }

  @Test
  void whoIsDeactivatedIsOutAtOnceAndComesBackByALogin() {
    var ann = server.register("active@example.com");
    ann.get("/api/auth/me").expect(200);

    done("user", "deactivate", "active@example.com");
    awaitEnd(ann);
    login("active@example.com", TestApp.PASSWORD, 401);

    done("user", "activate", "active@example.com");
    ann.get("/api/auth/me").expect(401);
    login("active@example.com", TestApp.PASSWORD, 200);
  }

  @Test
  void aUserIsDeletedOnlyWhereThatIsMeant() {
    var ann = server.register("delete@example.com");
    ann.post("/api/tasks", Map.of("title", "x")).expect(201);

    var asked = commands.run("user", "delete", "delete@example.com");
    assertEquals(2, asked.exitCode());
    assertTrue(asked.err().contains("--yes"), asked::err);
    ann.get("/api/auth/me").expect(200);

    assertEquals(
        "Deleted: delete@example.com\n", done("user", "delete", "delete@example.com", "-y"));
    awaitEnd(ann);
    var gone = commands.run("user", "show", "delete@example.com");
    assertEquals(1, gone.exitCode());
    assertTrue(gone.err().startsWith("There is no such user; "), gone::err);
  }

  @Test
  void tasksAreListedAndDoNotSteerTheTerminal() throws IOException {
    var ann = server.register("tasks@example.com");
    ann.post("/api/tasks", Map.of("title", "red \u001b[31m")).expect(201);
    var done = ann.post("/api/tasks", Map.of("title", "done")).expect(201).text("id");
    ann.patch("/api/tasks/" + done, Map.of("is_completed", true)).expect(200);

    var lines = done("task", "list", "--user", "tasks@example.com").lines().toList();
    assertEquals(done + "  [x]  done", lines.get(0));
    assertTrue(lines.get(1).endsWith("  [ ]  red \uFFFD[31m"), lines.get(1));
    assertEquals(1, done("task", "list", "--user", "tasks@example.com", "--open").lines().count());
    assertEquals(2, json("task", "list", "--user", "tasks@example.com", "--json").size());
  }

  private String done(String... words) {
    var run = commands.run(words);
    assertEquals(0, run.exitCode(), run::err);
    assertEquals("", run.err());
    return run.out();
  }

  private JsonNode json(String... words) throws IOException {
    return new ObjectMapper().readTree(done(words));
  }

  private static String email(JsonNode user) {
    return user.get("email").textValue();
  }

  private static void login(String email, String password, int status) {
    server
        .anonymous()
        .post("/api/auth/login", Map.of("email", email, "password", password))
        .expect(status);
  }

  /** A server notices within a second that a session was ended elsewhere. */
  private static void awaitEnd(TestClient client) {
    long deadline = System.nanoTime() + 1_500_000_000L;
    while (client.get("/api/auth/me").status() == 200) {
      assertTrue(System.nanoTime() < deadline, "the session goes on");
      Thread.onSpinWait();
    }
  }
}
