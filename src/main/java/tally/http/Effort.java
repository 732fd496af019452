package tally.http;

import java.time.Duration;

/** How long a search may look at rows: then it says how far it has come, found anything or not. */
public final class Effort {
  /** With what was begun before its end, well within 50 ms. */
  private static final Duration USUAL = Duration.ofMillis(25);

  private final long began = System.nanoTime();
  private final Duration most;

  private Effort(Duration most) {
    this.most = most;
  }

  /** The one for a request, which begins now. */
  public static Effort usual() {
    return new Effort(USUAL);
  }

  /** One step, and no more. */
  public static Effort least() {
    return new Effort(Duration.ZERO);
  }

  /** Whether another step may begin. */
  public boolean isLeft() {
    return System.nanoTime() - began < most.toNanos();
  }
}
