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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    assertEquals(
        "0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1.0 2.5 5.0 7.5 10.0 +Inf",
        bounds(metrics, "http_server_request_duration_seconds_bucket{" + found));
    assertTrue(metrics.contains("# TYPE http_server_request_duration_seconds histogram"), metrics);
    assertTrue(metrics.contains(request("GET", "", 404)), metrics);
    assertTrue(metrics.contains(request("GET", "/api/tasks/{id}", 404)), metrics);
    assertTrue(metrics.contains("http_request_method=\"_OTHER\""), metrics);
    assertFalse(metrics.contains("made-up"), metrics);
    assertFalse(metrics.contains("BREW"), metrics);
    assertFalse(metrics.contains(id), metrics);
  }

  @Test
  void poolJvmAndRevisionAreThere() throws Exception {
    var metrics = scrape();
    var pool = "db_client_connection_pool_name=\"tally\"";
    for (String state : new String[] {"idle", "used"}) {
      var labels = "{" + pool + ",db_client_connection_state=\"" + state + "\"} ";
      assertTrue(metrics.contains("\ndb_client_connection_count" + labels), metrics);
    }
    assertTrue(metrics.contains("\ndb_client_connection_max{" + pool + "} 10.0"), metrics);
    assertTrue(metrics.contains("\ndb_client_connection_pending_requests{" + pool), metrics);
    assertTrue(metrics.contains("\ndb_client_connection_timeouts_total{" + pool), metrics);
    for (String time : new String[] {"wait", "use", "create"}) {
      assertEquals(
          "0.001 0.005 0.01 0.05 0.1 0.5 1.0 5.0 10.0 +Inf",
          bounds(metrics, "\ndb_client_connection_" + time + "_time_seconds_bucket{" + pool));
    }
    assertTrue(metrics.contains("\njvm_memory_used_bytes{jvm_memory_pool_name="), metrics);
    assertTrue(metrics.contains("\njvm_class_count"), metrics);
    assertTrue(metrics.contains("\njvm_cpu_recent_utilization"), metrics);
    assertTrue(metrics.contains("\njvm_thread_count"), metrics);
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

  /** The upper bounds of a histogram's buckets, in their order. */
  private static String bounds(String metrics, String series) {
    return Pattern.compile(Pattern.quote(series) + ",le=\"([^\"]+)\"}")
        .matcher(metrics)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining(" "));
  }

  private static String request(String method, String route, int status) {
    return "error_type=\"\",http_request_method=\"%s\",http_response_status_code=\"%d\",http_route=\"%s\",url_scheme=\"http\""
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
