package tally.db;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL can't be used. The message says why and what to do next, and is meant to
 * be shown as it is.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  /** As the C library words it, for PostgreSQL and for Java. */
  static final String DISK_FULL = "No space left on device";

  EmbeddedPostgresException(String message) {
    super(message);
  }

  private static EmbeddedPostgresException diskFull(Path dataFolder) {
    return new EmbeddedPostgresException(
        "The disk is full: the database needs 200 MB in %s to begin with. Make room there, or set DATA_DIR to a folder on another disk."
            .formatted(dataFolder));
  }

  private EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }

  static EmbeddedPostgresException of(Path dataFolder, IOException cause) {
    if (String.valueOf(cause.getMessage()).contains(DISK_FULL)) {
      return diskFull(dataFolder);
    }
    return new EmbeddedPostgresException(
        "The data folder %s can't be used: %s. Set DATA_DIR to a folder of your own, or DATABASE_URL to a PostgreSQL."
            .formatted(dataFolder, reason(cause)),
        cause);
  }

  /** Some exceptions have nothing but a path for a message. */
  private static @Nullable String reason(IOException cause) {
    var path = cause.getMessage();
    if (cause instanceof AccessDeniedException) {
      return "access to " + path + " is denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return path + " is a file";
    }
    return cause instanceof NoSuchFileException ? "there is no " + path : path;
  }
}
