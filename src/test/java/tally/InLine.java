package tally;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls that wait for one another, the first of them for the database. */
public final class InLine {
  private InLine() {}

  /**
   * Makes calls one after the other, each in a thread of its own, once the one before waits.
   *
   * @param connection in whose transaction the lock is held on, that the first one waits for
   */
  public static <T> List<CompletableFuture<T>> behind(
      Connection connection, String lock, List<Supplier<T>> calls)
      throws SQLException, InterruptedException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(lock);
    }
    var answers = new ArrayList<CompletableFuture<T>>();
    for (var call : calls) {
      var answer = new CompletableFuture<T>();
      var thread = new Thread(() -> answer.completeAsync(call, Runnable::run));
      thread.setDaemon(true);
      thread.start();
      while (answers.isEmpty()
          ? waiting(connection).isEmpty()
          : thread.getState() != Thread.State.WAITING) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      answers.add(answer);
    }
    return answers;
  }

  /** Ends the transaction that the others wait for. */
  public static void letGo(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** The backends that wait for somebody's transaction in this database. */
  public static List<Integer> waiting(Connection connection) throws SQLException {
    var found = new ArrayList<Integer>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select pid
                from pg_locks
                where not granted and locktype = 'transactionid' and pid in (
                  select pid from pg_locks
                  where database = (
                    select oid from pg_database where datname = current_database()
                  )
                )
                """)) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }
}
