package tally;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tally.contract.Contract;

/**
 * A client of a running server. Each change of a header gives another one. Whatever the server
 * answers is held against the contract.
 */
public final class TestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final Map<String, String> headers;

  public TestClient(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = Map.copyOf(headers);
  }

  public TestClient with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new TestClient(base, more);
  }

  public TestClient bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Reply login(String email, String password) {
    return post("/api/auth/login", Map.of("email", email, "password", password));
  }

  /** What it sends in a header. */
  public String header(String name) {
    return Optional.ofNullable(headers.get(name)).orElseThrow();
  }

  public TestClient at(String address) {
    return new TestClient(address, headers);
  }

  public Reply get(String path) {
    return send("GET", path, null, null);
  }

  public Reply head(String path) {
    return send("HEAD", path, null, null);
  }

  public Reply options(String path) {
    return send("OPTIONS", path, null, null);
  }

  public Reply delete(String path) {
    return send("DELETE", path, null, null);
  }

  public Reply delete(String path, Object body) {
    return send("DELETE", path, "application/json", json(body));
  }

  public Reply post(String path) {
    return send("POST", path, null, null);
  }

  public Reply post(String path, Object body) {
    return send("POST", path, "application/json", json(body));
  }

  public Reply put(String path, Object body) {
    return send("PUT", path, "application/json", json(body));
  }

  public Reply patch(String path, Object body) {
    return send("PATCH", path, "application/merge-patch+json", json(body));
  }

  /** Sends a body as it is. */
  public Reply send(
      String method, String path, @Nullable String contentType, @Nullable BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : body);
    headers.forEach(request::setHeader);
    if (contentType != null) {
      request.setHeader("Content-Type", contentType);
    }
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      Contract.OF_THE_SERVER.check(method, path, response);
      return new Reply(method + " " + path, response);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BodyPublisher json(Object body) {
    try {
      return body instanceof String text
          ? BodyPublishers.ofString(text)
          : BodyPublishers.ofString(JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
