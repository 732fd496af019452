package tally.migrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadCommentTest {
  @Test
  void theFirstCommentLinesUpToABlankLineAreTheHead() {
    assertEquals(
        "Adds what lists need.\n\n  - by owner\n  - by time",
        HeadComment.of(
            """

            -- Adds what lists need.
            --
            --   - by owner
            --   - by time

            -- The first one.
            create index i on t (a);
            """));
  }

  @Test
  void aCarriageReturnAloneEndsALineAsItDoesForTheServer() {
    assertEquals("One.\nTwo.", HeadComment.of("-- One.\r-- Two.\rselect 1;\n-- Three."));
  }

  @Test
  void directivesAreLeftOut() {
    assertEquals(
        "One.\nTwo.",
        HeadComment.of(
            """
            -- migrate: no-transaction

            -- One.
            -- migrate: revision abc
            -- Two.
            vacuum;
            """));
  }

  @Test
  void aBlockCommentIsAHeadToo() {
    assertEquals(
        "One.\n  Two.",
        HeadComment.of(
            """
            /*
             * One.
             *   Two.
             */
            select 1; -- no more
            """));
    assertEquals("One.", HeadComment.of("/* One. */ select 1;\n-- no more"));
  }

  @Test
  void aScriptWithoutHasNone() {
    assertEquals("", HeadComment.of("select 1; -- one\n-- two\n"));
    assertEquals("", HeadComment.of(""));
  }
}
