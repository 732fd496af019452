package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void whatIsLeftIsSaidAndWhenThereIsOneMore() {
    var quota = Quota.of("a", 100, CLOCK);

    assertEquals(new Quota.Left(99, Duration.ofSeconds(36)), quota.take());
    assertEquals(new Quota.Left(98, Duration.ofSeconds(36)), quota.take());
  }

  @Test
  void whatOthersHaveLetThroughIsTakenAway() {
    var quota = Quota.of("a", 100, CLOCK);
    quota.take();
    quota.unreported();
    quota.learn(61);

    assertEquals(39 - 1, quota.take().requests());
  }

  /** As after a restart late in an hour in which more than the limit was let through by and by. */
  @Test
  void whateverOthersHaveLetThroughTheWaitIsShort() {
    var quota = Quota.of("a", 1000, CLOCK);
    quota.learn(1990);

    var refused = quota.take();

    assertEquals(-1, refused.requests());
    assertTrue(refused.untilNext().toSeconds() <= 60, () -> refused.toString());
  }

  @Test
  void theNextHourForgivesNothing() {
    var quota = Quota.of("a", 1, CLOCK);
    quota.take();

    var next = quota.next("a", quota.endsAt());

    assertEquals(-1, next.take().requests());
    assertFalse(next.isFull());
    assertEquals(quota.endsAt().plusSeconds(3600), next.endsAt());
  }
}
