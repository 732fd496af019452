package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TitleTest {
  @Test
  void aShortTextIsTheTitle() {
    assertEquals("How do I cook rice?", Title.from("How do I cook rice?"));
    assertEquals("x".repeat(50), Title.from("x".repeat(50)));
  }

  @Test
  void aLongTextIsCutAtAWord() {
    assertEquals(
        "Please tell me how long brown rice has to be…",
        Title.from("Please tell me how long brown rice has to be cooked, and in how much water"));
  }

  @Test
  void aWordThatEndsWhereTheEllipsisBeginsStays() {
    assertEquals("a ".repeat(24) + "b…", Title.from("a ".repeat(24) + "b c d"));
  }

  @Test
  void aWordLongerThanATitleIsCutWithin() {
    assertEquals("x".repeat(49) + "…", Title.from("x".repeat(51)));
  }

  @Test
  void charactersAreCodePointsAndNoneIsCutInTwo() {
    assertEquals("😀".repeat(50), Title.from("😀".repeat(50)));
    assertEquals("😀".repeat(49) + "…", Title.from("😀".repeat(51)));
  }

  @Test
  void linesBecomeOneLine() {
    assertEquals("Rice: brown, two cups", Title.from("\n Rice:\n\tbrown,  two cups\n"));
  }

  @Test
  void aBlankTextIsNoTitle() {
    assertNull(Title.from(" \n "));
  }

  @Test
  void theFirstMessageOfTheUserCounts() {
    assertEquals(
        "Hello",
        Title.from(
            List.of(
                message(MessageRole.ASSISTANT, "What can I do for you?"),
                message(MessageRole.USER, "Hello"),
                message(MessageRole.USER, "Are you there?"))));
    assertNull(Title.from(List.of(message(MessageRole.ASSISTANT, "What can I do for you?"))));
  }

  private static NewMessage message(MessageRole role, String content) {
    return new NewMessage(UUID.randomUUID(), role, content);
  }
}
