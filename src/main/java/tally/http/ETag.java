package tally.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Strong entity tags, made of {@code updated_at} alone. */
final class ETag {
  private ETag() {}

  static String of(Instant updatedAt) {
    return "\"" + Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt), 36) + "\"";
  }

  /** The time that a tag was made of, null for a tag that is none of ours. */
  static @Nullable Instant version(String tag) {
    if (tag.length() < 3 || !tag.startsWith("\"") || !tag.endsWith("\"")) {
      return null;
    }
    try {
      long micros = Long.parseLong(tag.substring(1, tag.length() - 1), 36);
      Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      return of(time).equals(tag) && Math.abs(micros) < 1L << 56 ? time : null;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** Whether {@code If-None-Match} names it; weak comparison (RFC 9110, 13.1.2). */
  static boolean isNamed(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String tag : ifNoneMatch.split(",", -1)) {
      var known = tag.strip();
      if (known.equals("*") || known.equals(etag) || known.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
