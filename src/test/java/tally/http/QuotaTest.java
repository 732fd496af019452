package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tally.http.Quota.Left;

class QuotaTest {
  /** {@link System#nanoTime} may be anything, and does overflow. */
  private static final long NOW = Long.MAX_VALUE - seconds(1000);

  @Test
  void whatIsLeftIsSaidAndWhenThereIsOneMore() {
    var quota = new Quota("a", 100, NOW);

    assertEquals(new Left(99, Duration.ofSeconds(36)), quota.take(NOW));
    assertEquals(new Left(98, Duration.ofSeconds(36)), quota.take(NOW));
    assertEquals(new Left(97, Duration.ofSeconds(26)), quota.take(NOW + seconds(10)));
    assertEquals(new Left(97, Duration.ofSeconds(31)), quota.take(NOW + seconds(41)));
    assertEquals(new Left(99, Duration.ofSeconds(36)), quota.take(NOW + seconds(5000)));
  }

  @Test
  void whoeverHasUsedThemUpGetsOneMoreAfterTheTimeThatIsSaidAndNotSooner() {
    var quota = new Quota("a", 100, NOW);
    for (int n = 0; n < 100; n++) {
      assertEquals(99 - n, quota.take(NOW).requests());
    }
    long now = NOW;
    for (int hour = 0; hour < 300; hour++) {
      var refused = quota.take(now);
      assertEquals(new Left(-1, Duration.ofSeconds(36)), refused);
      now += refused.untilNext().toNanos();
      assertEquals(-1, quota.take(now - 1).requests());
      assertEquals(0, quota.take(now).requests());
    }
  }

  @Test
  void aLimitThatDoesNotDivideAnHourIsKeptToo() {
    for (int limit : new int[] {1, 7, 999, 999_999}) {
      var quota = new Quota("a", limit, NOW);
      for (int left = limit - 1; left >= 0; left--) {
        assertEquals(left, quota.take(NOW).requests());
      }
      assertEquals(-1, quota.take(NOW).requests());
    }
  }

  @Test
  void nobodyGoesOnBeforeTheQuotaIsKnownNorWithMoreThanAShareThatOthersDoNotKnowOf() {
    var quota = new Quota("a", 100, NOW);
    assertTrue(quota.isDue());
    quota.learn(0, 0, NOW);
    for (int n = 0; n < 5; n++) {
      assertFalse(quota.isDue());
      quota.take(NOW);
    }
    assertTrue(quota.isDue());
    assertEquals(5, quota.unreported());

    quota.learn(5, quota.micros(5), NOW);

    assertFalse(quota.isDue());
    assertEquals(94, quota.take(NOW).requests());
  }

  @Test
  void whatOthersHaveLetThroughIsTakenOver() {
    var quota = new Quota("a", 100, NOW);
    quota.take(NOW);
    quota.take(NOW);
    // One more comes while two are on their way.
    quota.take(NOW);
    quota.learn(2, quota.micros(2 + 60), NOW);

    assertEquals(1, quota.unreported());
    assertEquals(100 - 60 - 3 - 1, quota.take(NOW).requests());

    quota.learn(2, quota.micros(103), NOW);
    assertEquals(new Left(-1, Duration.ofSeconds(4 * 36)), quota.take(NOW));

    quota.learn(0, -1, NOW);
    assertEquals(99, quota.take(NOW).requests());
  }

  @Test
  void thereIsNewsWhereSomebodyAskedOrSomethingIsUnreported() {
    var quota = new Quota("a", 1, NOW);
    assertFalse(quota.isNews());
    quota.take(NOW);
    assertTrue(quota.isNews());
    assertTrue(quota.isNews());
    quota.learn(1, quota.micros(1), NOW);
    assertFalse(quota.isNews());
    // Refused, and perhaps wrongly.
    quota.take(NOW);
    assertTrue(quota.isNews());
    assertFalse(quota.isNews());
  }

  @Test
  void nothingUnreportedIsForgottenBeforeItIsMadeGood() {
    var minute = Duration.ofMinutes(1);
    var quota = new Quota("a", 2, NOW);
    quota.take(NOW);
    assertFalse(quota.isIdle(NOW + seconds(1799), minute));
    assertTrue(quota.isIdle(NOW + seconds(1800), minute));

    quota.learn(1, quota.micros(1), NOW);
    assertFalse(quota.isIdle(NOW + seconds(60), minute));
    assertTrue(quota.isIdle(NOW + seconds(61), minute));
  }

  private static long seconds(long number) {
    return TimeUnit.SECONDS.toNanos(number);
  }
}
