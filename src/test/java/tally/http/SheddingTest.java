package tally.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SheddingTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Shedding shedding = new Shedding(10, nanos::get);

  private void after(int millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  /** The line has more than the usual all the time, and who comes to its end has waited long. */
  private void standFor(int millis) {
    for (int i = 0; i < millis; i++) {
      shedding.admits(100);
      shedding.began(100, Duration.ofMillis(20).toNanos());
      after(1);
    }
  }

  @Test
  void manyMayComeTogether() {
    assertTrue(shedding.admits(127));
    after(90);
    assertTrue(shedding.admits(127));
    assertFalse(shedding.admits(128));
  }

  @Test
  void aLineThatStaysIsKeptShort() {
    standFor(101);

    assertFalse(shedding.admits(10));
    assertTrue(shedding.admits(9));
  }

  @Test
  void aLineThatGetsShortNowAndThenIsNone() {
    for (int i = 0; i < 10; i++) {
      standFor(90);
      shedding.began(63, Duration.ofMillis(20).toNanos());
    }

    assertTrue(shedding.admits(127));
  }

  @Test
  void aLineThatIsServedInAMomentMayStay() {
    for (int i = 0; i < 500; i++) {
      assertTrue(shedding.admits(100));
      shedding.began(100, Duration.ofMillis(4).toNanos());
      after(1);
    }
  }

  @Test
  void clientsThatAskOneThingAfterAnotherAreNoOverloadHoweverSlowItIs() {
    for (int i = 0; i < 500; i++) {
      assertTrue(shedding.admits(63));
      shedding.began(63, Duration.ofSeconds(1).toNanos());
      after(100);
    }
  }

  @Test
  void whereNobodysTurnComesTheLineIsKeptShortToo() {
    assertTrue(shedding.admits(64));
    after(101);

    assertFalse(shedding.admits(65));
    assertFalse(shedding.admits(10));
  }

  @Test
  void afterAWhileItIsTriedWhetherFewerCome() {
    standFor(101);
    after(2001);

    assertTrue(shedding.admits(63));
    assertFalse(shedding.admits(64));
    assertFalse(shedding.admits(63));
  }

  @Test
  void whereFewerComeManyMayComeTogetherAgain() {
    standFor(101);
    after(2001);
    assertTrue(shedding.admits(63));
    after(101);

    assertTrue(shedding.admits(100));
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    standFor(101);
    after(4001);

    assertTrue(shedding.admits(100));
    assertFalse(shedding.isShedding());
  }

  @Test
  void itEndsAlsoWhereHardlyAnybodyComes() {
    standFor(101);
    after(2001);
    assertTrue(shedding.admits(0));
    assertFalse(shedding.isShedding());
  }

  @Test
  void aLineIsLongerWhereMoreRunAtATime() {
    var large = new Shedding(100, nanos::get);
    assertTrue(large.admits(199));
    after(200);
    assertTrue(large.admits(199));
    assertTrue(large.admits(399));
    assertFalse(large.admits(400));
  }
}
