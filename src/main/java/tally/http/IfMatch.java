package tally.http;

import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code If-Match} (RFC 9110, 13.1.1), made for the statement that writes: compared
 * there, of two writers with the same ETag one finds no row.
 *
 * @param versions the accepted {@code updated_at} as a PostgreSQL array literal, null where any
 *     will do: {@code (:versions::timestamptz[] is null or updated_at = any(:versions::
 *     timestamptz[]))}
 */
public record IfMatch(@Nullable String versions) {
  static IfMatch of(@Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return new IfMatch(null);
    }
    var times = new ArrayList<String>();
    for (String tag : header.split(",", -1)) {
      // A tag that is weak, or none of ours, matches nothing.
      Instant version = ETag.version(tag.strip());
      if (version != null) {
        times.add("\"" + version + "\"");
      }
    }
    return new IfMatch("{" + String.join(",", times) + "}");
  }

  /** Whether the client named a state, so that a write may find none although the row is there. */
  public boolean isGiven() {
    return versions != null;
  }

  /** Whether the state is one of those, for a request that in the end writes nothing. */
  public boolean accepts(Versioned state) {
    return versions == null || versions.contains("\"" + state.updatedAt() + "\"");
  }
}
