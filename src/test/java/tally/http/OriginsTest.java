package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  @Test
  void originsAreComparedAsABrowserWritesThem() {
    var origins =
        Origins.parse("HTTPS://App.example.com:443, http://localhost:3000, http://[::1]:80")
            .orElseThrow();

    assertEquals(
        Set.of("https://app.example.com", "http://localhost:3000", "http://[::1]"),
        origins.allowed());
    assertTrue(origins.contains("https://app.example.com"));
    assertFalse(origins.contains("http://app.example.com"));
    assertFalse(origins.contains("https://app.example.com.evil.example"));
    assertFalse(origins.contains("null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "https://*.example.com",
        "app.example.com",
        "https://a.example/",
        "https://a.example/path",
        "https://u@a.example",
        "ftp://a.example",
        "https://",
        "https://a.example,",
        "https://a.example?x",
        "https://a.example:99999",
        "data:,x"
      })
  void whatIsNoOriginIsRefused(String text) {
    assertTrue(Origins.parse(text).isEmpty());
  }
}
