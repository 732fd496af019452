package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a container's HEALTHCHECK runs. */
class HealthcheckIT {
  @Test
  void aServerIsHealthyWhenItCanDoItsWork() throws InterruptedException {
    var database = TestPostgres.emptyDatabase();
    var settings =
        Map.of(
            "DATABASE_URL", database, "JWT_SECRET", TestApp.SECRET, "HOST", "0.0.0.0", "PORT", "0");
    try (var server = JarProcess.start(settings)) {
      var port = Integer.toString(URI.create(server.address()).getPort());
      var asking = Map.of("HOST", "0.0.0.0", "PORT", port);
      assertUnhealthy(1, "is not ready: The database is not migrated", asking);

      try (var migrate = JarProcess.start(settings, "migrate", "upgrade", "head")) {
        assertEquals(0, migrate.exitCode(), migrate::err);
      }
      try (var healthcheck = JarProcess.start(asking, "healthcheck")) {
        assertEquals(0, healthcheck.exitCode(), healthcheck::err);
        assertEquals("The server at http://127.0.0.1:" + port + " is ready.\n", healthcheck.out());
      }
    }
  }

  @Test
  void whereNobodyAnswersNothingIsHealthy() throws Exception {
    assertUnhealthy(1, "does not answer", Map.of("HOST", "::1", "PORT", "1"));
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(silent.getLocalPort());
      var started = System.nanoTime();
      assertUnhealthy(
          1, "does not answer", Map.of("HOST", "127.0.0.1", "PORT", port), "--timeout", "1");
      // The rest is the start of a JVM on a busy machine; it would wait for ever.
      assertTrue(System.nanoTime() - started < 30_000_000_000L);
    }
  }

  @Test
  void anotherServerAtThatPortIsNotTakenForOurs() throws Exception {
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, 0);
          try (var body = exchange.getResponseBody()) {
            body.write("<h1>nothing here</h1>".getBytes(StandardCharsets.UTF_8));
          }
        });
    other.start();
    try {
      var port = Integer.toString(other.getAddress().getPort());
      assertUnhealthy(1, "it answers 404", Map.of("HOST", "127.0.0.1", "PORT", port));
    } finally {
      other.stop(0);
    }
  }

  @Test
  void whatCannotBeAskedIsSaid() throws InterruptedException {
    assertUnhealthy(2, "set PORT", Map.of("PORT", "0"));
    assertUnhealthy(2, "--timeout must be", Map.of(), "--timeout", "0");
  }

  private static void assertUnhealthy(
      int exitCode, String sentence, Map<String, String> settings, String... options)
      throws InterruptedException {
    var words = new String[options.length + 1];
    words[0] = "healthcheck";
    System.arraycopy(options, 0, words, 1, options.length);
    try (var healthcheck = JarProcess.start(settings, words)) {
      assertEquals(exitCode, healthcheck.exitCode(), healthcheck::err);
      assertTrue(healthcheck.err().contains(sentence), healthcheck::err);
      assertEquals(1, healthcheck.err().lines().count(), healthcheck::err);
      assertEquals("", healthcheck.out());
    }
  }
}
