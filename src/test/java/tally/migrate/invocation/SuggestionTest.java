package tally.migrate.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> WORDS = List.of("serve", "user", "task", "version");

  @Test
  void theNearestWordIsGuessed() {
    assertEquals("serve", Suggestion.nearest("sevre", WORDS));
    assertEquals("user", Suggestion.nearest("usr", WORDS));
    assertEquals("version", Suggestion.nearest("verison", WORDS));
  }

  @Test
  void nothingIsGuessedWhereNothingIsNear() {
    assertEquals("", Suggestion.nearest("kubernetes", WORDS));
    assertEquals("", Suggestion.nearest("bar", List.of("dir", "wait")));
    assertEquals("", Suggestion.nearest("se", WORDS.subList(1, 3)));
  }

  @Test
  void theBeginningOfOneWordIsEnough() {
    assertEquals("status", Suggestion.nearest("sta", List.of("status", "upgrade")));
    assertEquals("", Suggestion.nearest("ver", List.of("verify", "version")));
  }
}
