package tally.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;

/** What the second port answers, while the first one serves. */
class MetricsIT {
  private static final int PORT = freePort();
  private static final String ADMIN = "http://127.0.0.1:" + PORT;

  @RegisterExtension
  private static final TestApp server =
      TestApp.start(Map.of("ADMIN_PORT", String.valueOf(PORT), "RATE_LIMIT_ADDRESS", "50"));

  @Test
  void requestsAreCountedByRouteAndStatusInOpenTelemetrysBuckets() throws Exception {
    var ann = server.register();
    var id = ann.post("/api/tasks", Map.of("title", "x")).expect(201).text("id");
    ann.get("/api/tasks/" + id).expect(200);
    ann.get("/api/tasks/" + UUID.randomUUID()).expect(404);
    send("BREW", server.address() + "/api/tasks");
    send("GET", server.address() + "/made-up-by-a-scanner");

    var metrics = scrape();
    var found = request("GET", "/api/tasks/{id}", 200);
    assertTrue(metrics.contains("http_server_request_duration_seconds_count{" + found), metrics);
    for (String bound : new String[] {"0.005", "0.075", "0.75", "7.5", "10.0", "+Inf"}) {
      assertTrue(metrics.contains("_bucket{" + found + ",le=\"" + bound + "\"}"), bound);
    }
    assertTrue(metrics.contains(request("GET", "/api/tasks/{id}", 404)), metrics);
    assertTrue(metrics.contains("http_request_method=\"_OTHER\""), metrics);
    assertFalse(metrics.contains("made-up"), metrics);
    assertFalse(metrics.contains("BREW"), metrics);
    assertFalse(metrics.contains(id), metrics);
  }

  @Test
  void poolJvmAndRevisionAreThere() throws Exception {
    var metrics = scrape();
    assertTrue(metrics.contains("hikaricp_connections{pool=\"tally\"}"), metrics);
    assertTrue(metrics.contains("jvm_memory_used_bytes{"), metrics);
    assertTrue(metrics.contains("process_uptime_seconds"), metrics);
    var revision = server.query("select version_num from alembic_version");
    assertTrue(metrics.contains("tally_schema_revision{revision=\"" + revision + "\"} 1"), metrics);
  }

  @Test
  void loginsAndLimitsAreCountedByOutcome() throws Exception {
    server.register("metrics@example.com");
    login(TestApp.PASSWORD);
    login("a wrong password");
    for (int i = 0; i < 60; i++) {
      server.anonymous().get("/api/auth/me");
    }

    var metrics = scrape();
    assertTrue(metrics.contains("tally_logins_total{outcome=\"success\"} 1"), metrics);
    assertTrue(metrics.contains("tally_logins_total{outcome=\"refused\"} 1"), metrics);
    assertTrue(metrics.contains("tally_limits_hit_total{policy=\"address\"} "), metrics);
    assertFalse(metrics.contains("example.com"), metrics);
  }

  @Test
  void thePublicPortHasHealthAloneAndTheAdminPortNothingElse() throws Exception {
    server.anonymous().get("/metrics").expect(404);
    server.anonymous().get("/readyz").expect(200);
    assertEquals(200, send("GET", ADMIN + "/healthz").statusCode());
    assertEquals(200, send("GET", ADMIN + "/readyz").statusCode());
    assertEquals(404, send("GET", ADMIN + "/api/tasks").statusCode());
    assertFalse(server.routes().contains("GET /metrics"));
  }

  private static String scrape() throws IOException, InterruptedException {
    var answer = send("GET", ADMIN + "/metrics");
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("Content-Type").orElse(""));
    return answer.body();
  }

  private static String request(String method, String route, int status) {
    return "http_request_method=\"%s\",http_response_status_code=\"%d\",http_route=\"%s\""
        .formatted(method, status, route);
  }

  private static void login(String password) {
    server
        .anonymous()
        .post("/api/auth/login", Map.of("email", "metrics@example.com", "password", password));
  }

  /** Not by the client that holds every answer against the contract: this is not in it. */
  private static HttpResponse<String> send(String method, String url)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
