package tally.db;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Admission admission = new Admission(10, nanos::get);

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void manyMayComeTogetherAfterAQuietTime() {
    after(Duration.ofMinutes(1));
    admission.begins();

    assertTrue(admission.isWorthWaiting(60));
    after(Duration.ofMillis(1));
    admission.released(true);
    assertTrue(admission.isWorthWaiting(60));
  }

  @Test
  void whereConnectionsComeBackSlowlyNobodyJoinsALongLine() {
    admission.begins();
    for (int i = 0; i < 200; i++) {
      after(Duration.ofMillis(20));
      admission.released(true);
    }

    assertFalse(admission.isWorthWaiting(41));
    assertTrue(admission.isWorthWaiting(39));
  }

  @Test
  void whereNoConnectionComesBackNobodyJoinsALongLine() {
    admission.begins();
    after(Duration.ofSeconds(2));

    assertFalse(admission.isWorthWaiting(41));
  }
}
