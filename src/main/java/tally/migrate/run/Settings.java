package tally.migrate.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How carefully to change a database.
 *
 * @param lockWait how long another migration may keep us waiting
 * @param lockTimeout how long a statement waits for a lock, and with it everyone behind it
 * @param statementTimeout null for the server's own
 * @param retries how often a file is tried again after others were in its way
 */
public record Settings(
    Duration lockWait, Duration lockTimeout, @Nullable Duration statementTimeout, int retries) {

  public static final Settings DEFAULT =
      new Settings(Duration.ofSeconds(60), Duration.ofSeconds(2), null, 10);
}
