package tally;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tally.db.Database;

/**
 * Whether the server can do its work: it is not stopping, and the database answers within a second
 * and is at a revision that this jar can work with.
 */
final class Readiness implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 700;

  private final Database database;
  private final SchemaCheck schema;
  private final ThreadPoolExecutor asking;
  private volatile boolean stopping;

  Readiness(Database database, SchemaCheck schema) {
    this.database = database;
    this.schema = schema;
    // One that hangs keeps the next ones from asking, not from answering.
    this.asking =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              var thread = new Thread(work, "readiness");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Why not, in a sentence; empty if it can. */
  Optional<String> fault() {
    if (stopping) {
      return Optional.of("The server is shutting down.");
    }
    try {
      return Optional.ofNullable(ask().fault());
    } catch (TimeoutException | RejectedExecutionException e) {
      return Optional.of("The database does not answer.");
    } catch (ExecutionException e) {
      return Optional.of("The database is not available.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The server is shutting down.");
    }
  }

  /** The database's revision; empty where it does not say within a second. */
  Optional<String> revision() {
    try {
      return Optional.of(ask().revision());
    } catch (TimeoutException | RejectedExecutionException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private SchemaCheck.State ask()
      throws InterruptedException, ExecutionException, TimeoutException {
    return asking.submit(this::state).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What the database's schema is like. */
  SchemaCheck.State state() throws SQLException {
    try (var connection = database.connection()) {
      return schema.of(connection);
    }
  }

  /** From now on it is not ready. */
  void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
