package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {
  @Test
  void aLineForPeopleHasWhatAndThenTheParticulars() {
    assertEquals(
        "2026-11-20T05:46:21.123Z INFO request status=200 duration_ms=1.5 user_id=-\n",
        line(LogFormat.TEXT, null));
  }

  @Test
  void aLineForProgramsIsOneJsonObject() throws JsonProcessingException {
    var line = line(LogFormat.JSON, new IllegalStateException("two\nlines"));

    assertEquals(1, line.lines().count());
    var json = new ObjectMapper().readTree(line);
    assertEquals("2026-11-20T05:46:21.123Z", json.get("time").textValue());
    assertEquals("INFO", json.get("level").textValue());
    assertEquals("request", json.get("message").textValue());
    assertEquals(200, json.get("status").intValue());
    assertEquals(1.5, json.get("duration_ms").doubleValue());
    assertEquals("-", json.get("user_id").textValue());
    assertTrue(json.get("exception").textValue().contains("IllegalStateException: two\nlines"));
  }

  private static String line(LogFormat format, @Nullable Throwable thrown) {
    var context = new LoggerContext();
    var event =
        new LoggingEvent(
            "", context.getLogger("tally.access"), Level.INFO, "request", thrown, null);
    event.setInstant(Instant.parse("2026-11-20T05:46:21.123Z"));
    event.addKeyValuePair(new KeyValuePair("status", 200));
    event.addKeyValuePair(new KeyValuePair("duration_ms", 1.5));
    event.addKeyValuePair(new KeyValuePair("user_id", "-"));
    var encoder = new LogLine(format);
    encoder.start();
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
