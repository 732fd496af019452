package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
  private record Thing(
      UUID id, boolean isDone, Instant createdAt, @Nullable String deletedBy, long messageCount) {}

  @Test
  void aRecordIsWrittenAsTheContractHasIt() {
    var id = UUID.fromString("01932a5e-0000-7000-8000-000000000001");
    var thing = new Thing(id, true, Instant.parse("2026-01-02T03:04:05Z"), null, 7);

    assertEquals(
        """
        {"id":"01932a5e-0000-7000-8000-000000000001","is_done":true,\
        "created_at":"2026-01-02T03:04:05.000000Z","deleted_by":null,"message_count":7}""",
        new String(Json.write(thing), StandardCharsets.UTF_8));
  }

  @Test
  void timesHaveSixDigitsAndZ() {
    assertEquals(
        "2026-11-20T05:46:21.000120Z",
        Rfc3339.format(Instant.parse("2026-11-20T05:46:21.000120999Z")));
    assertEquals("1970-01-01T00:00:00.000000Z", Rfc3339.format(Instant.EPOCH));
    assertEquals("1969-12-31T23:59:59.999999Z", Rfc3339.format(Instant.EPOCH.minusNanos(1000)));
  }
}
