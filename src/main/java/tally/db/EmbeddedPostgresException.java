package tally.db;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/**
 * The embedded PostgreSQL can't be used. The message says why and what to do next, and is meant to
 * be shown as it is.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  EmbeddedPostgresException(String message) {
    super(message);
  }

  private EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }

  static EmbeddedPostgresException of(Path dataFolder, IOException cause) {
    var reason = cause instanceof AccessDeniedException ? "access denied: " : "";
    return new EmbeddedPostgresException(
        "The data folder %s can't be used: %s%s. Set DATA_DIR to a folder of your own, or DATABASE_URL to a PostgreSQL."
            .formatted(dataFolder, reason, cause.getMessage()),
        cause);
  }
}
