package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagingTest {
  private static final Paging PAGING = paging("a secret");
  private static final Instant TIME = Instant.parse("2026-11-20T05:46:21.000120Z");
  private static final UUID ID = UUID.fromString("01932a5e-0000-7000-8000-000000000001");

  @Test
  void aCursorLeadsBackToItsPosition() {
    var byTime = PAGING.cursor(Position.at(TIME, ID), "tasks");
    var byTitle = PAGING.cursor(new Position("Milch & Brötchen \uD83D\uDE00", ID), "tasks");

    assertEquals(TIME, PAGING.position(byTime, "tasks").time());
    assertEquals(ID, PAGING.position(byTime, "tasks").id());
    assertEquals("Milch & Brötchen \uD83D\uDE00", PAGING.position(byTitle, "tasks").key());
  }

  @Test
  void aCursorOfAnotherListOrSecretIsRefused() {
    var cursor = PAGING.cursor(Position.at(TIME, ID), "tasks of ann");

    assertRefused(cursor, "tasks of bob");
    assertThrows(
        Problem.InvalidParameter.class, () -> paging("another").position(cursor, "tasks of ann"));
  }

  @Test
  void aCursorOfThePreviousSecretLeadsOnWhereThatIsNamed() {
    var cursor = PAGING.cursor(Position.at(TIME, ID), "tasks");
    var exchanged = paging("a new secret", "a secret");

    assertEquals(ID, exchanged.position(cursor, "tasks").id());
    // What it gives out itself is of the new one.
    var next = exchanged.cursor(Position.at(TIME, ID), "tasks");
    assertRefused(next, "tasks");
    assertEquals(ID, paging("a new secret").position(next, "tasks").id());
  }

  @Test
  void aCursorWithAnyOtherCharacterIsRefused() {
    var cursor = PAGING.cursor(Position.at(TIME, ID), "tasks");
    for (int i = 0; i < cursor.length(); i++) {
      for (char other : new char[] {'A', 'B', '_', '=', ' '}) {
        var changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
        if (!changed.equals(cursor)) {
          assertRefused(changed, "tasks");
        }
      }
    }
    assertRefused(cursor + "A", "tasks");
    assertRefused(cursor + "=", "tasks");
    assertRefused(cursor.substring(1), "tasks");
    assertRefused("", "tasks");
  }

  private static void assertRefused(String cursor, String list) {
    assertThrows(Problem.InvalidParameter.class, () -> PAGING.position(cursor, list), () -> cursor);
  }

  private static Paging paging(String... secrets) {
    return new Paging(
        Stream.of(secrets).map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList());
  }
}
