package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tally.http.Quota.Left;
import tally.http.Quota.Report;

class QuotaTest {
  /** {@link System#nanoTime} may be anything, and does overflow. */
  private static final long NOW = Long.MAX_VALUE - seconds(1000);

  /** One of 100 requests an hour. */
  private static final long MICROS = 36_000_000;

  private static final Report NOTHING = new Report(0, 0);

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
    quota.learn(NOTHING, 0, NOW);
    for (int n = 0; n < 5; n++) {
      assertFalse(quota.isDue());
      quota.take(NOW);
    }
    assertTrue(quota.isDue());
    assertEquals(new Report(5, 5 * MICROS), quota.report(NOW));

    quota.learn(quota.report(NOW), 5 * MICROS, NOW);

    assertFalse(quota.isDue());
    assertEquals(94, quota.take(NOW).requests());
  }

  @Test
  void whatOthersHaveLetThroughIsTakenOver() {
    var quota = new Quota("a", 100, NOW);
    quota.take(NOW);
    quota.take(NOW);
    var two = quota.report(NOW);
    // One more comes while they are on their way.
    quota.take(NOW);
    quota.learn(two, (2 + 60) * MICROS, NOW);

    assertEquals(new Report(1, MICROS), quota.report(NOW));
    assertEquals(100 - 60 - 3 - 1, quota.take(NOW).requests());

    quota.learn(quota.report(NOW), 103 * MICROS, NOW);
    assertEquals(new Left(-1, Duration.ofSeconds(4 * 36)), quota.take(NOW));

    quota.learn(NOTHING, -1, NOW);
    assertEquals(99, quota.take(NOW).requests());
  }

  /** As often as it could for hours, since there was no database to tell. */
  @Test
  void whatWasMadeGoodBeforeItWasReportedIsNotCharged() {
    var quota = new Quota("a", 100, NOW);
    quota.learn(NOTHING, 10 * MICROS, NOW);
    long now = NOW;
    for (int n = 0; n < 590; n++) {
      assertTrue(quota.take(now).requests() >= 0);
      if (n >= 89) {
        now += seconds(36);
      }
    }

    assertEquals(new Report(590, 99 * MICROS), quota.report(now));
    assertEquals(new Report(590, 0), quota.report(now + seconds(3600)));

    quota.learn(quota.report(now), 99 * MICROS, now);
    assertEquals(new Report(0, 0), quota.report(now));
    assertEquals(0, quota.take(now).requests());
  }

  @Test
  void thereIsNewsWhereSomebodyAskedOrSomethingIsUnreported() {
    var quota = new Quota("a", 1, NOW);
    assertFalse(quota.isNews());
    quota.take(NOW);
    assertTrue(quota.isNews());
    assertTrue(quota.isNews());
    quota.learn(quota.report(NOW), MICROS, NOW);
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

    quota.learn(quota.report(NOW), 1800 * 1_000_000L, NOW);
    assertFalse(quota.isIdle(NOW + seconds(60), minute));
    assertTrue(quota.isIdle(NOW + seconds(61), minute));
  }

  private static long seconds(long number) {
    return TimeUnit.SECONDS.toNanos(number);
  }
}
