package tally.migrate.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often it looks. */
class BlockerWatchTest {
  @Test
  void itLooksSeveralTimesBeforeAWaitTimesOutAndNeverWithoutAPause() {
    assertEquals(50, BlockerWatch.betweenLooks(Duration.ofMillis(200)));
    assertEquals(25, BlockerWatch.betweenLooks(Duration.ofMillis(1)));
    assertEquals(200, BlockerWatch.betweenLooks(Duration.ofSeconds(2)));
    assertEquals(200, BlockerWatch.betweenLooks(Duration.ZERO));
  }
}
