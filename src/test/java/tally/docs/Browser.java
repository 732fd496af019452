package tally.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tally.Programs;

/** A real Chromium without a window, driven by chromedriver (W3C WebDriver). */
final class Browser implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The name under which WebDriver passes elements around. */
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final String session;

  private Browser(Process driver, String session) {
    this.driver = driver;
    this.session = session;
  }

  /** Skips the test where there is no Chromium. */
  static Browser start() throws IOException {
    Programs.assume("chromedriver", "Debian: chromium, chromium-driver");
    var driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      var address = "http://127.0.0.1:" + port(driver.inputReader()) + "/session";
      // As root, and in a container, Chromium runs only without its sandbox and on little memory.
      var arguments =
          List.of("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
      var capabilities =
          Map.of(
              "browserName",
              "chrome",
              "goog:chromeOptions",
              Map.of("args", arguments),
              "goog:loggingPrefs",
              Map.of("browser", "ALL"));
      var session =
          send("POST", address, Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
      return new Browser(driver, address + "/" + session.get("sessionId").textValue());
    } catch (IOException | RuntimeException | Error e) {
      driver.destroy();
      throw e;
    }
  }

  void open(String url) {
    post("/url", Map.of("url", url));
  }

  /** Waits until there is such an element, and clicks it. */
  void click(String css) {
    var element = element(css);
    // Nothing of a page that scrolls smoothly stands still under a pointer.
    script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    post("/element/" + element + "/click", Map.of());
  }

  /** Puts a text in the place of what stands in a field. */
  void type(String css, String text) {
    var element = element(css);
    script("arguments[0].select()", element);
    post("/element/" + element + "/value", Map.of("text", text));
  }

  /** Waits until there is such an element, and returns what it shows. */
  String text(String css) {
    return send("GET", session + "/element/" + element(css) + "/text", null).textValue();
  }

  /** What the page and the browser had to complain of. */
  List<String> complaints() {
    var complaints = new ArrayList<String>();
    for (var entry : post("/se/log", Map.of("type", "browser"))) {
      if (!List.of("INFO", "DEBUG").contains(entry.get("level").textValue())) {
        complaints.add(entry.get("message").textValue());
      }
    }
    return complaints;
  }

  private String element(String css) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var found = post("/elements", Map.of("using", "css selector", "value", css));
      if (!found.isEmpty()) {
        return found.get(0).get(ELEMENT).textValue();
      }
      pause();
    }
    throw new AssertionError("nothing at " + css + "; complaints: " + complaints());
  }

  private void script(String script, String element) {
    post("/execute/sync", Map.of("script", script, "args", List.of(Map.of(ELEMENT, element))));
  }

  private JsonNode post(String command, Map<String, ?> body) {
    return send("POST", session + command, body);
  }

  private static JsonNode send(String method, String url, @Nullable Map<String, ?> body) {
    try {
      var content =
          body == null
              ? BodyPublishers.noBody()
              : BodyPublishers.ofString(JSON.writeValueAsString(body));
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(60))
              .header("Content-Type", "application/json")
              .method(method, content)
              .build();
      var value = JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body()).path("value");
      if (value.has("error")) {
        throw new AssertionError(value.get("message").textValue());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String port(BufferedReader out) throws IOException {
    for (String line; (line = out.readLine()) != null; ) {
      var port = PORT.matcher(line);
      if (port.find()) {
        return port.group(1);
      }
    }
    throw new AssertionError("chromedriver did not start");
  }

  @Override
  public void close() {
    try {
      send("DELETE", session, null);
    } finally {
      driver.destroy();
    }
  }
}
