package tally.migrate.console;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Times as people write them: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}; a bare number is
 * seconds.
 */
public final class Durations {
  private static final int MOST_DIGITS = 9;

  /** What the server's own settings hold, in milliseconds: 596 hours. */
  private static final long MOST_MILLIS = Integer.MAX_VALUE;

  private Durations() {}

  /** Null if the text is no such time, or one of more than 596 hours. */
  public static @Nullable Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MOST_DIGITS) {
      return null;
    }
    long number = Long.parseLong(text, 0, digits, 10);
    Duration duration =
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(number);
          case "", "s" -> Duration.ofSeconds(number);
          case "m", "min" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> null;
        };
    return duration == null || duration.toMillis() > MOST_MILLIS ? null : duration;
  }

  public static String show(Duration duration) {
    return show(duration.toMillis());
  }

  /** Milliseconds for people: {@code 340ms}, {@code 2.5s}, {@code 3m 20s}. */
  public static String show(long millis) {
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      long tenths = millis % 1000 / 100;
      return millis / 1000 + (tenths == 0 ? "" : "." + tenths) + "s";
    }
    long seconds = millis / 1000;
    return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
  }
}
