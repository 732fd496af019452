package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.db.DatabaseUrl;

/** The commands of the README that save an installation and bring it back, as they stand there. */
class BackupIT {
  private static final Map<String, String> CREDENTIALS =
      Map.of("email", "ann@example.com", "password", TestApp.PASSWORD);

  @TempDir private Path folder;

  @Test
  void aStoppedDataFolderIsSavedByACopy() throws Exception {
    var home = Files.createDirectory(folder.resolve("home"));
    var settings =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            home.toString(),
            "HOST",
            "127.0.0.1",
            "PORT",
            "0");
    String token;
    try (var server = JarProcess.start(settings)) {
      token = registered(server.address());
      stop(server);
    }
    var commands = commands("cp -a ", "mv ");
    assertEquals(3, commands.size(), commands::toString);
    run(commands.get(0), settings);
    var lost = home.resolve(".local/share/tally/postgres/data/global/pg_control");
    Files.writeString(lost, "nothing of use");
    run(commands.get(1), settings);
    run(commands.get(2), settings);
    try (var server = JarProcess.start(settings)) {
      assertIsThere(server.address(), token);
      stop(server);
    }
  }

  @Test
  void aDumpBringsEverythingToAnotherDatabase() throws Exception {
    Programs.assume("pg_dump", "Debian: postgresql-client");
    var database = TestPostgres.migratedDatabase();
    assumeDumped(database);
    var another = TestPostgres.emptyDatabase();
    var settings = new HashMap<>(server(database));
    settings.put("PATH", System.getenv("PATH"));
    settings.put("NEW_DATABASE_URL", another);

    try (var server = JarProcess.start(server(database))) {
      var token = registered(server.address());
      // While it runs.
      for (String command : commands("pg_dump ", "pg_restore ")) {
        run(command, settings);
      }
      stop(server);
      try (var check = JarProcess.start(server(another), "migrate", "check");
          var restored = JarProcess.start(server(another))) {
        assertEquals(0, check.exitCode(), () -> check.out() + check.err());
        assertIsThere(restored.address(), token);
      }
    }
  }

  /** The lines of the README's chapter that begin so, in their order. */
  private static List<String> commands(String... beginnings) throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var chapter = readme.substring(readme.indexOf("\n### Backup and restore\n") + 1);
    return chapter
        .substring(0, chapter.indexOf("\n#", 1))
        .lines()
        .filter(line -> line.startsWith("    "))
        .map(String::strip)
        .filter(line -> List.of(beginnings).stream().anyMatch(line::startsWith))
        .toList();
  }

  private void run(String command, Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
    builder.environment().putAll(environment);
    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + "\n" + said);
  }

  /** A dump is made by a pg_dump that is not older than the server. */
  private static void assumeDumped(String database) throws SQLException, IOException {
    var process = new ProcessBuilder("pg_dump", "--version").start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int version = Integer.parseInt(said.replaceAll("\\D*(\\d+).*\\s*", "$1"));
    int needed;
    try (var connection = DatabaseUrl.parse(database).connect()) {
      needed = connection.getMetaData().getDatabaseMajorVersion();
    }
    if (version < needed) {
      System.err.println("SKIPPED: this pg_dump is of " + version + ", the server of " + needed);
    }
    assumeTrue(version >= needed);
  }

  private static String registered(String address) {
    var client = new TestClient(address, Map.of());
    var token = client.post("/api/auth/register", CREDENTIALS).expect(201).text("access_token");
    var user = client.bearer(token);
    user.post("/api/tasks", Map.of("title", "buy milk")).expect(201);
    return token;
  }

  private static void assertIsThere(String address, String token) {
    var client = new TestClient(address, Map.of());
    var user = client.bearer(token);
    var tasks = user.get("/api/tasks?q=milk").expect(200).json();
    assertEquals("buy milk", tasks.at("/items/0/title").asText());
    client.post("/api/auth/login", CREDENTIALS).expect(200);
  }

  private static void stop(JarProcess server) throws InterruptedException {
    server.terminate();
    assertEquals(0, server.exitCode(), server::err);
    assertTrue(server.err().isEmpty() || !server.err().contains("ERROR"), server::err);
  }

  private static Map<String, String> server(String databaseUrl) {
    return Map.of(
        "DATABASE_URL",
        databaseUrl,
        "JWT_SECRET",
        TestApp.SECRET,
        "HOST",
        "127.0.0.1",
        "PORT",
        "0");
  }
}
