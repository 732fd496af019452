package tally.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a list, in its order.
 *
 * @param next where a search goes on that has given up looking for more, null where it has not
 */
public record Found<T>(List<T> rows, @Nullable Position next) {
  /** As many as were asked for, or all there are. */
  public static <T> Found<T> all(List<T> rows) {
    return new Found<>(rows, null);
  }
}
