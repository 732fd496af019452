package tally.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;

/** The contract as it is served. What it says is held against every answer of every test. */
class DocsIT {
  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void theContractIsTheSameInYamlAndInJson() throws IOException {
    var yaml = server.anonymous().get("/openapi.yaml").expect(200);
    var json = server.anonymous().get("/openapi.json").expect(200);

    assertEquals("application/yaml", yaml.header("Content-Type"));
    assertEquals("application/json", json.header("Content-Type"));
    assertEquals(new YAMLMapper().readTree(yaml.body()), json.json());
    assertTrue(json.text("openapi").startsWith("3.1."));
  }

  @Test
  void everyFileIsSentAgainOnlyWhenItHasChanged() {
    for (var path :
        List.of(
            "/openapi.yaml",
            "/openapi.json",
            "/docs",
            "/docs/docs.js",
            "/docs/swagger-ui-bundle.js",
            "/docs/swagger-ui.css")) {
      var first = server.anonymous().get(path).expect(200);

      assertEquals("no-cache", first.header("Cache-Control"), path);
      var again = server.anonymous().with("If-None-Match", first.etag()).get(path).expect(304);
      assertEquals(first.etag(), again.etag(), path);
      server.anonymous().with("If-None-Match", "\"other\"").get(path).expect(200);
      assertEquals(first.etag(), server.anonymous().head(path).expect(200).etag());
    }
  }

  @Test
  void thePageRunsNothingButItsOwnFiles() {
    var page = server.anonymous().get("/docs").expect(200);
    var policy = page.header("Content-Security-Policy");

    assertTrue(policy.contains("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(policy.contains("http"), policy);
    assertFalse(page.body().contains("//"), page.body());
  }

  @Test
  void nothingElseOfTheJarIsShown() {
    for (var name : List.of("index.html", "swagger-ui-bundle.js.LICENSE.txt", "x", "%2e%2e")) {
      server.anonymous().get("/docs/" + name).expect(404).code("NOT_FOUND");
    }
  }
}
