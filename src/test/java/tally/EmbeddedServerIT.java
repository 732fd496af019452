package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as somebody starts it who has set nothing: with its own PostgreSQL. */
class EmbeddedServerIT {
  @Test
  void toLookMakesNoDatabase(@TempDir Path folder) throws Exception {
    var settings = Map.of("PATH", System.getenv("PATH"), "DATA_DIR", folder.toString());
    try (var current = JarProcess.start(settings, "migrate", "--no-color", "current")) {
      assertEquals(1, current.exitCode());
      assertTrue(
          current.err().contains("There is no database: neither DATABASE_URL"), current.err());
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void whatIsStoredAndWhoIsLoggedInIsThereAfterARestart(@TempDir Path folder) throws Exception {
    var settings =
        Map.of("PATH", System.getenv("PATH"), "DATA_DIR", folder.toString(), "PORT", "0");
    String token;
    try (var server = JarProcess.start(settings)) {
      var credentials = Map.of("email", "ann@example.com", "password", TestApp.PASSWORD);
      var client = new TestClient(server.address(), Map.of());
      token = client.post("/api/auth/register", credentials).expect(201).text("access_token");
      client.bearer(token).post("/api/tasks", Map.of("title", "buy milk")).expect(201);
      server.terminate();
      assertEquals(0, server.exitCode(), server::err);
    }
    try (var server = JarProcess.start(settings)) {
      var ann = new TestClient(server.address(), Map.of()).bearer(token);
      assertEquals(
          "buy milk", ann.get("/api/tasks").expect(200).json().at("/items/0/title").asText());
      server.terminate();
      assertEquals(0, server.exitCode(), server::err);
    }
    Files.writeString(folder.resolve("jwt-secret"), "short");
    try (var server = JarProcess.start(settings)) {
      assertEquals(1, server.exitCode());
      assertTrue(server.err().contains("Remove it and a new one is made"), server::err);
    }
  }
}
