package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as somebody starts it who has set nothing: with its own PostgreSQL. */
class EmbeddedServerIT {
  @Test
  void whatItSaysToPasteWorksAndIsThereAfterARestart(@TempDir Path folder) throws Exception {
    var settings =
        Map.of("PATH", System.getenv("PATH"), "DATA_DIR", folder.toString(), "PORT", "0");
    String token;
    try (var server = JarProcess.start(settings)) {
      server.address();
      var answer = shell(commands(server) + "\necho; echo \"$TOKEN\"");
      assertTrue(answer.contains("\"title\":\"buy milk\""), answer);
      token = answer.lines().reduce((first, last) -> last).orElseThrow();
      server.terminate();
      assertEquals(0, server.exitCode(), server::err);
    }
    try (var server = JarProcess.start(settings)) {
      var ann = new TestClient(server.address(), Map.of()).with("Authorization", "Bearer " + token);
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

  /** The lines to be pasted: those that call curl. */
  private static String commands(JarProcess server) throws InterruptedException {
    for (int i = 0; i < 100 && server.out().lines().count() < 4; i++) {
      Thread.sleep(50);
    }
    var commands = server.out().lines().filter(line -> line.contains("curl ")).toList();
    assertEquals(2, commands.size(), server::out);
    return String.join("\n", commands);
  }

  private static String shell(String script) throws IOException {
    var process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
