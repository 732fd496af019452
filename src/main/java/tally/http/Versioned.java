package tally.http;

import java.time.Instant;

/** A resource whose every change moves {@code updatedAt} on. */
public interface Versioned {
  /** Strictly growing, to the microsecond; the ETag is made of it. */
  Instant updatedAt();
}
