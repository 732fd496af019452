package tally.http;

import org.jspecify.annotations.Nullable;

/**
 * What a merge patch (RFC 7396) says of one member.
 *
 * @param isGiven false where the member is absent: it stays as it is
 * @param value the new value, null where it is to be cleared (or stays as it is)
 */
public record Change<T>(boolean isGiven, @Nullable T value) {
  static <T> Change<T> none() {
    return new Change<>(false, null);
  }

  static <T> Change<T> to(@Nullable T value) {
    return new Change<>(true, value);
  }
}
