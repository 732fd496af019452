package tally;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several clients at one moment. */
public final class Together {
  private Together() {}

  /**
   * Runs a task in so many threads, which begin together.
   *
   * @param task gets the number of its thread, from 0
   * @return what they returned, in the order of their numbers
   */
  public static <T> List<T> run(int threads, IntFunction<T> task) {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var start = new CyclicBarrier(threads);
      var futures = new ArrayList<Future<T>>();
      for (int n = 0; n < threads; n++) {
        int number = n;
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return task.apply(number);
                }));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }
}
