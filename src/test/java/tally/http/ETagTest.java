package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ETagTest {
  private static final Instant TIME = Instant.parse("2026-11-20T05:46:21.000120Z");

  @Test
  void itTellsMicrosecondsApart() {
    assertNotEquals(ETag.of(TIME), ETag.of(TIME.plusNanos(1000)));
    assertEquals(TIME, ETag.version(ETag.of(TIME)));
  }

  @Test
  void ifNoneMatchNamesItAmongOthersAndWeakly() {
    var etag = ETag.of(TIME);

    assertTrue(ETag.isNamed(etag, etag));
    assertTrue(ETag.isNamed("\"a\",W/" + etag + ", \"b\"", etag));
    assertTrue(ETag.isNamed("*", etag));
    assertFalse(ETag.isNamed(null, etag));
    assertFalse(ETag.isNamed("\"a\"", etag));
  }

  @Test
  void ifMatchKeepsOurStrongTagsAndNothingElse() {
    var etag = ETag.of(TIME);

    assertNull(IfMatch.of(null).versions());
    assertNull(IfMatch.of("*").versions());
    assertEquals("{\"2026-11-20T05:46:21.000120Z\"}", IfMatch.of(etag).versions());
    for (var foreign :
        new String[] {"W/" + etag, "\"\"", "\"x'; drop\"", "\"ZZZZZZZZZZZZZ\"", ""}) {
      assertEquals("{}", IfMatch.of(foreign).versions());
    }
    assertEquals(
        "{\"2026-11-20T05:46:21.000120Z\",\"1970-01-01T00:00:00Z\"}",
        IfMatch.of(etag + ", \"x!\", " + ETag.of(Instant.EPOCH)).versions());
  }
}
