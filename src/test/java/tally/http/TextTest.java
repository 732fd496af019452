package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private static final Text TITLE = Text.trimmed(1, 100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\n",
        "\u00a0",
        "\u2007 \u202f",
        "\u3000",
        "\u0085",
        "\u200b",
        "\ufeff \u2060",
        "\u2800",
        "\u3164\u115f \u1160\uffa0",
        "\ufe0f\u034f"
      })
  void aTextOfWhichNothingIsToBeSeenIsBlank(String text) {
    assertEquals(Optional.empty(), TITLE.accept(text));
  }

  @Test
  void whiteSpaceAtTheEndsIsDroppedAndThatWithinIsKept() {
    assertEquals(Optional.of("a\u00a0 b"), TITLE.accept("\u00a0 \u0085a\u00a0 b\u2003\u00a0\n"));
  }

  @Test
  void whatMayBeEmptyMayNotBeBlank() {
    var text = Text.trimmed(0, 10);
    assertEquals(Optional.of(""), text.accept(""));
    assertEquals(Optional.of("a"), text.accept(" a "));
    assertEquals(Optional.empty(), text.accept(" "));
    assertEquals(Optional.empty(), text.accept("\u2800"));
  }

  @Test
  void whatJoinsOtherCharactersIsKept() {
    assertEquals(Optional.of("\u200ea\u200d"), TITLE.accept("\u200ea\u200d "));
  }
}
