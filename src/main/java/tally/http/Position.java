package tally.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the sort key of its last row, and that row's id, which makes it unique.
 *
 * @param key the sort key as text
 * @param id the row's id
 */
public record Position(String key, UUID id) {
  /** A position in a list that is sorted by a time. */
  public static Position at(Instant time, UUID id) {
    return new Position(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time)), id);
  }

  /** The id of a position, null where there is none. */
  public static @Nullable UUID idOf(@Nullable Position position) {
    return position == null ? null : position.id();
  }

  /** The sort key of a list that is sorted by a time. */
  public Instant time() {
    try {
      return Instant.EPOCH.plus(Long.parseLong(key), ChronoUnit.MICROS);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw new Problem.InvalidParameter("The cursor does not belong to this list.");
    }
  }
}
