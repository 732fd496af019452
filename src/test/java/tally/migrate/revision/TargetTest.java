package tally.migrate.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tally.migrate.failure.Refusal;

class TargetTest {
  private final Chain chain = Chains.of("001", "002", "003", "abc1", "abd2");

  private int place(String text, int current) {
    return Target.parse(text).place(chain, current);
  }

  @Test
  void wordsIdsAndUniqueBeginningsAreFound() {
    assertEquals(0, place("base", 3));
    assertEquals(5, place("head", 3));
    assertEquals(5, place("heads", 3));
    assertEquals(2, place("002", 0));
    assertEquals(4, place("abc", 0));
    assertEquals(3, place("current", 3));
  }

  @Test
  void stepsCountFromWhereTheDatabaseIsOrFromAWord() {
    assertEquals(3, place("+2", 1));
    assertEquals(1, place("-2", 3));
    assertEquals(3, place("002+1", 5));
    assertEquals(4, place("head-1", 0));
    assertEquals(2, place("base+2", 0));
    assertEquals(5, place("abc+1", 0));
  }

  @Test
  void aStepBeyondTheEndsIsRefusedInAlembicsWords() {
    var error = assertThrows(Refusal.class, () -> place("-3", 2));

    assertEquals("Relative revision -3 didn't produce 3 migrations", error.alembic());
    assertEquals(3, error.exitCode());
    assertThrows(Refusal.class, () -> place("head+1", 0));
  }

  @Test
  void unknownAndAmbiguousBeginningsAreRefused() {
    var unknown = assertThrows(Refusal.class, () -> place("nope", 0));
    assertEquals("Can't locate revision identified by 'nope'", unknown.alembic());

    var ambiguous = assertThrows(Refusal.class, () -> place("ab", 0));
    assertEquals("Multiple revisions start with 'ab': 'abc1', 'abd2'", ambiguous.alembic());

    assertThrows(Refusal.class, () -> place("", 0));
    assertThrows(Refusal.class, () -> place("a+b", 0));
    assertThrows(Refusal.class, () -> place("+99999999999", 0));
  }

  @Test
  void onlyStepsAloneAndCurrentNeedTheDatabase() {
    assertTrue(Target.parse("+1").needsCurrent());
    assertTrue(Target.parse("current-1").needsCurrent());
    assertEquals(false, Target.parse("002+1").needsCurrent());
  }
}
