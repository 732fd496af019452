package tally;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tally.db.Database;

/**
 * Whether the server can do its work: it is not stopping, and the database answers within a second
 * and is at a revision that this jar can work with.
 */
final class Readiness implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  private final Database database;
  private final SchemaCheck schema;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          work -> {
            var thread = new Thread(work, "readiness");
            thread.setDaemon(true);
            return thread;
          });

  /** Guarded by this object's lock. */
  private @Nullable Question latest;

  private volatile boolean stopping;

  Readiness(Database database, SchemaCheck schema) {
    this.database = database;
    this.schema = schema;
  }

  /** What the database is asked, and until when its answer is waited for. */
  private record Question(Future<SchemaCheck.State> answer, long deadline) {}

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
    var question = question();
    long left = Math.max(0, question.deadline - System.nanoTime());
    return question.answer.get(left, TimeUnit.NANOSECONDS);
  }

  /**
   * The one that is being asked is everybody's: however many want to know, it costs one connection,
   * and one that hangs is waited for once.
   */
  private synchronized Question question() {
    var question = latest;
    if (question == null || question.answer.isDone()) {
      question = new Question(asking.submit(this::state), System.nanoTime() + PATIENCE_NANOS);
      latest = question;
    }
    return question;
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
