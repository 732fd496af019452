package tally.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tally.TestApp;

/** The page as a person uses it, in a real browser. */
class DocsPageIT {
  @Test
  void aPersonRegistersLogsInAndTriesRequests() throws IOException {
    try (var server = TestApp.start();
        var browser = Browser.start()) {
      browser.open("http://127.0.0.1:" + server.port() + "/docs");

      // Both as the examples have them.
      var registered = tryOut(browser, "Auth-register", "");
      assertTrue(registered.contains("\"email\": \"ann@example.com\""), registered);
      var loggedIn = tryOut(browser, "Auth-login", "");
      assertTrue(loggedIn.contains("\"token_type\": \"bearer\""), loggedIn);
      var created = tryOut(browser, "Tasks-createTask", "{\"title\": \"tea\"}");
      assertTrue(created.contains("\"title\": \"tea\""), created);
      var listed = tryOut(browser, "Tasks-listTasks", "");
      assertTrue(listed.contains("\"title\": \"tea\""), listed);
      assertTrue(listed.contains("\"next_cursor\": null"), listed);

      assertEquals("", String.join("\n", browser.complaints()));
    }
  }

  /** What the page shows of the answer to a body, or to the example that it offers. */
  private static String tryOut(Browser browser, String operation, String body) {
    var block = "#operations-" + operation;
    browser.click(block + " .opblock-summary-control");
    if (!body.isEmpty()) {
      browser.type(block + " textarea.body-param__text", body);
    }
    browser.click(block + " button.execute");
    return browser.text(block + " .live-responses-table .highlight-code code");
  }
}
