package tally.migrate.console;

import java.time.Duration;

/** For how long something has been waited for, in a {@link LiveLine}. */
public final class Waiting implements LiveLine.Text {
  private final String what;
  private final long since;

  /**
   * Waiting for it.
   *
   * @param what {@code the database at …}
   * @param since as of {@link System#nanoTime}
   */
  public Waiting(String what, long since) {
    this.what = what;
    this.since = since;
  }

  /** Whole seconds since a moment, for people; empty during the first. */
  public static String elapsed(long since) {
    long seconds = (System.nanoTime() - since) / 1_000_000_000L;
    return seconds == 0 ? "" : Durations.show(Duration.ofSeconds(seconds));
  }

  @Override
  public String text() {
    String elapsed = elapsed(since);
    return "Waiting " + elapsed + (elapsed.isEmpty() ? "" : " ") + "for " + what;
  }
}
