package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the jar, as processes. */
class CommandsIT {
  private static final String PASSWORD = TestApp.PASSWORD;

  @Test
  void versionAndHelpAnswerOnStandardOutput() throws InterruptedException {
    try (var version = JarProcess.start(Map.of(), "version");
        var help = JarProcess.start(Map.of(), "user", "create", "--help")) {
      assertEquals(0, version.exitCode());
      assertTrue(version.out().matches("Tally \\d+\\.\\d+\\.\\d+\n"), version.out());
      assertEquals(0, help.exitCode());
      assertTrue(help.out().contains("Examples:"), help.out());
    }
    try (var help = JarProcess.start(Map.of(), "help", "migrate", "upgrade");
        var same = JarProcess.start(Map.of(), "migrate", "upgrade", "--help")) {
      assertEquals(0, help.exitCode(), help::err);
      assertEquals(0, same.exitCode(), same::err);
      assertEquals(same.out(), help.out());
    }
  }

  @Test
  void whatCannotBeUnderstoodIsOneSentenceAndExits2() throws InterruptedException {
    assertRefused(2, "Did you mean serve?", Map.of(), "sevre");
    assertRefused(2, "Missing required subcommand", Map.of(), "user");
    assertRefused(2, "--foo", Map.of(), "serve", "--foo");
    assertRefused(2, "not an e-mail address", Map.of(), "user", "create", "ann");
    assertRefused(
        2, "DATABASE_URL must begin with", Map.of("DATABASE_URL", "sesame"), "migrate", "current");
  }

  @Test
  void aServerWithAFaultInItsSettingsDoesNotStart() throws InterruptedException {
    var settings = Map.of("DATABASE_URL", "sesame", "PORT", "x", "JWT_SECRET", "sesame");
    try (var server = JarProcess.start(settings)) {
      assertEquals(2, server.exitCode());
      assertEquals(3, server.err().lines().count(), server.err());
      assertFalse(server.err().contains("sesame"), server.err());
      assertEquals("", server.out());
    }
  }

  @Test
  void usersAndTasksAreCreated() throws InterruptedException {
    var database = TestPostgres.migratedDatabase();
    var settings = Map.of("DATABASE_URL", database);
    var id = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";

    try (var user = JarProcess.start(settings, "user", "create", "Ann@example.com")) {
      assertEquals(0, user.exitCode(), user::err);
      assertTrue(
          user.out().matches("User created: " + id + "\nPassword: [\\w-]{22}\n"), user.out());
    }
    assertRefused(1, "exists already", settings, "user", "create", "ann@example.com");

    var input = PASSWORD + "\n";
    try (var user =
        JarProcess.startWithInput(
            settings, input, "user", "create", "bob@example.com", "--password-stdin")) {
      assertEquals(0, user.exitCode(), user::err);
      assertTrue(user.out().matches("User created: " + id + "\n"), user.out());
    }
    try (var task =
        JarProcess.start(settings, "task", "create", "--user", "bob@example.com", " buy milk ")) {
      assertEquals(0, task.exitCode(), task::err);
      assertTrue(task.out().matches("Task created: " + id + "\n"), task.out());
    }
    assertRefused(1, "no such user", settings, "task", "create", "--user", "c@example.com", "x");
    assertRefused(2, "1 to 100", settings, "task", "create", "--user", "bob@example.com", " ");

    var app = TestApp.start(Map.of(), database, Clock.systemUTC());
    try (app) {
      var credentials = Map.of("email", "bob@example.com", "password", PASSWORD);
      var login = app.anonymous().post("/api/auth/login", credentials).expect(200);
      var bob = app.anonymous().bearer(login.text("access_token"));
      var titles = bob.get("/api/tasks").expect(200).json().findValuesAsText("title");
      assertEquals(List.of("buy milk"), titles);
    }
  }

  @Test
  void aDatabaseThatIsAwayOrEmptyIsSaid() throws InterruptedException {
    assertRefused(
        1,
        "not available",
        Map.of("DATABASE_URL", "postgresql://ann:sesame@127.0.0.1:1/tally"),
        "user",
        "create",
        "ann@example.com");
    assertRefused(
        1,
        "no database of that name",
        Map.of(
            "DATABASE_URL",
            TestPostgres.emptyDatabase().replaceFirst("/[^/?]+(?=\\?|$)", "/nowhere")),
        "user",
        "create",
        "ann@example.com");
    assertRefused(
        1,
        "migrate upgrade head",
        Map.of("DATABASE_URL", TestPostgres.emptyDatabase()),
        "user",
        "create",
        "ann@example.com");
  }

  @Test
  void aServerOnAnUnmigratedDatabaseIsNotReadyUntilItIsMigrated() throws InterruptedException {
    var settings = server(TestPostgres.emptyDatabase());
    try (var server = JarProcess.start(settings, "serve")) {
      var client = new TestClient(server.address(), Map.of());
      var refused = client.get("/readyz").expect(503).code("SERVICE_UNAVAILABLE");
      assertTrue(refused.text("detail").contains("migrate upgrade head"), refused::body);
      client
          .post("/api/auth/register", Map.of("email", "ann@example.com", "password", PASSWORD))
          .expect(503)
          .code("SERVICE_UNAVAILABLE");

      try (var migrate = JarProcess.start(settings, "migrate", "upgrade", "head")) {
        assertEquals(0, migrate.exitCode(), migrate::err);
      }
      client.get("/readyz").expect(200);
    }
  }

  @Test
  void aServerThatIsToldToMigratesFirst() throws InterruptedException {
    try (var server =
        JarProcess.start(server(TestPostgres.emptyDatabase()), "serve", "--migrate")) {
      new TestClient(server.address(), Map.of()).get("/readyz").expect(200);
      assertTrue(server.out().contains(" (head), started in "), server.out());
    }
  }

  @Test
  void aDatabaseThatANewerReleaseHasMigratedIsServedWithAWarning() throws Exception {
    var database = TestPostgres.migratedDatabase();
    new TestSql(database).execute("update alembic_version set version_num = '999'");
    try (var server = JarProcess.start(server(database), "serve", "--migrate")) {
      new TestClient(server.address(), Map.of()).get("/readyz").expect(200);
      assertTrue(server.err().contains("at 999, which is newer"), server::err);
    }
  }

  @Test
  void aServerThatWaitsForItsDatabaseStopsAtOnce() throws InterruptedException {
    var settings = server("postgresql://ann:sesame@127.0.0.1:1/tally");
    try (var server = JarProcess.start(settings, "serve", "--migrate")) {
      for (int i = 0; i < 600 && !server.err().contains("Waiting for the database"); i++) {
        Thread.sleep(50);
      }
      server.terminate();
      var asked = System.nanoTime();
      assertEquals(0, server.exitCode(), server::err);
      // Else it would go on for the half minute that a migration waits.
      assertTrue(System.nanoTime() - asked < 15_000_000_000L, server::err);
    }
  }

  @Test
  void aStopAnswersWhatWasAcceptedAndExits0() throws Exception {
    var settings = server(TestPostgres.migratedDatabase());
    settings.put("BCRYPT_COST", "14");
    try (var server = JarProcess.start(settings)) {
      var client = new TestClient(server.address(), Map.of());
      client.get("/readyz").expect(200);
      var registration =
          CompletableFuture.supplyAsync(
              () ->
                  client.post(
                      "/api/auth/register",
                      Map.of("email", "last@example.com", "password", PASSWORD)));
      // Long enough to be accepted, too short to be hashed.
      Thread.sleep(300);
      assertFalse(registration.isDone());

      server.terminate();

      registration.get().expect(201);
      assertEquals(0, server.exitCode());
    }
  }

  @Test
  void aRequestThatTakesTooLongDoesNotKeepAStopFromClosingTheRest() throws Exception {
    var settings = server(TestPostgres.migratedDatabase());
    settings.put("BCRYPT_COST", "16");
    settings.put("SHUTDOWN_TIMEOUT", "100ms");
    try (var server = JarProcess.start(settings)) {
      var client = new TestClient(server.address(), Map.of());
      client.get("/readyz").expect(200);
      var credentials = Map.of("email", "late@example.com", "password", PASSWORD);
      var registration =
          CompletableFuture.runAsync(() -> client.post("/api/auth/register", credentials));
      Thread.sleep(300);

      server.terminate();

      assertEquals(0, server.exitCode());
      assertTrue(server.err().contains("after SHUTDOWN_TIMEOUT"), server::err);
      assertFalse(server.err().contains("unexpectedly"), server::err);
      assertTrue(registration.handle((nothing, failure) -> failure != null).get());
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws InterruptedException {
    var database = TestPostgres.migratedDatabase();
    try (var app = TestApp.start(Map.of(), database, Clock.systemUTC())) {
      var settings = server(database);
      settings.put("PORT", Integer.toString(app.port()));
      assertRefused(1, "set PORT", settings, "serve");
    }
  }

  @Test
  void theFirstStepsThatAStartPrintsWorkWhenPasted(@TempDir Path folder) throws Exception {
    var settings =
        Map.of(
            "DATA_DIR", folder.resolve("data").toString(),
            "PORT", "0",
            "PATH", System.getenv("PATH"));
    try (var server = JarProcess.start(settings)) {
      server.address();
      var printed = server.out();
      var pasted = printed.substring(printed.indexOf("  curl"));
      var shell =
          new ProcessBuilder("sh", "-c", pasted)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      var answers = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answers.contains("\"access_token\":"), printed + answers);
      assertTrue(answers.contains("\"title\":\"try Tally\""), printed + answers);

      server.terminate();
      assertEquals(0, server.exitCode(), server::err);
    }
  }

  private static Map<String, String> server(String databaseUrl) {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", databaseUrl);
    settings.put("JWT_SECRET", TestApp.SECRET);
    settings.put("HOST", "127.0.0.1");
    settings.put("PORT", "0");
    return settings;
  }

  private static void assertRefused(
      int exitCode, String sentence, Map<String, String> settings, String... arguments)
      throws InterruptedException {
    try (var command = JarProcess.start(settings, arguments)) {
      assertEquals(exitCode, command.exitCode(), command::err);
      assertTrue(command.err().contains(sentence), command::err);
      assertEquals(1, command.err().lines().count(), command::err);
      assertFalse(command.err().contains("sesame"), command::err);
      assertEquals("", command.out());
    }
  }
}
