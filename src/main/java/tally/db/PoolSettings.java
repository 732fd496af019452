package tally.db;

import java.time.Duration;

/**
 * How many connections, and how long to wait for what.
 *
 * @param size the most connections at a time
 * @param statementTimeout after which PostgreSQL cancels a statement
 * @param connectionTimeout how long a request waits for a connection
 */
public record PoolSettings(int size, Duration statementTimeout, Duration connectionTimeout) {
  /** The same with another size. */
  public PoolSettings withSize(int other) {
    return new PoolSettings(other, statementTimeout, connectionTimeout);
  }
}
