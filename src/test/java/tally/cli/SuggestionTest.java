package tally.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> WORDS = List.of("serve", "user", "task", "version");

  @Test
  void theNearestWordIsGuessed() {
    assertEquals(" Did you mean serve?", Suggestion.of("sevre", WORDS));
    assertEquals(" Did you mean user?", Suggestion.of("usr", WORDS));
    assertEquals(" Did you mean version?", Suggestion.of("verison", WORDS));
  }

  @Test
  void nothingIsGuessedWhereNothingIsNear() {
    assertEquals("", Suggestion.of("kubernetes", WORDS));
  }
}
