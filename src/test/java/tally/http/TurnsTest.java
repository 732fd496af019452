package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tally.http.Turns.Place;
import tally.http.Turns.Waiting;

class TurnsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Turns<Named> turns = new Turns<>(1, Duration.ofSeconds(2), nanos::get);
  private final List<String> happened = new ArrayList<>();

  private record Named(String name, long since, List<String> happened) implements Waiting {
    @Override
    public void refuse() {
      happened.add(name + " is refused");
    }
  }

  /** A request that arrives now, and asks. */
  private Place take(String name) {
    return turns.take(new Named(name, nanos.get(), happened));
  }

  private void next(boolean inVain) {
    var next = turns.next(inVain);
    if (next != null) {
      happened.add(next.name() + " runs");
    }
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void theFirstToComeIsTheFirstToRun() {
    assertEquals(Place.NOW, take("a"));
    assertEquals(Place.LATER, take("b"));
    assertEquals(Place.LATER, take("c"));
    next(false);
    next(false);
    next(false);

    assertEquals(List.of("b runs", "c runs"), happened);
    assertEquals(Place.NOW, take("d"));
  }

  @Test
  void aLineThatIsTooLongIsNotJoined() {
    take("a");
    for (int i = 0; i < 128; i++) {
      assertEquals(Place.LATER, take("b"));
    }

    assertEquals(Place.NEVER, take("c"));
  }

  @Test
  void whoHasWaitedForTooLongIsToldSo() {
    take("a");
    take("b");
    after(Duration.ofSeconds(1));
    take("c");
    after(Duration.ofSeconds(1));
    next(false);

    assertEquals(List.of("b is refused", "c runs"), happened);
  }

  @Test
  void whereNoConnectionIsToBeHadNobodyWaitsForItTwice() {
    take("a");
    take("b");
    after(Duration.ofSeconds(1));
    next(true);
    assertEquals(List.of("b is refused"), happened);

    assertEquals(Place.NOW, take("c"));
    after(Duration.ofSeconds(1));
    take("d");
    next(false);
    assertEquals(List.of("b is refused", "d runs"), happened);
  }

  @Test
  void whoHasWaitedTooLongIsRefusedAlsoWhereNoTurnEnds() {
    take("a");
    take("b");
    after(Duration.ofSeconds(1));
    take("c");
    after(Duration.ofSeconds(1));
    turns.refuseOverdue();

    assertEquals(List.of("b is refused"), happened);
    assertEquals(1, turns.waiting());
    next(false);
    assertEquals(List.of("b is refused", "c runs"), happened);
  }
}
