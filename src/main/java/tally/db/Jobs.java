package tally.db;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done from time to time, by one replica at a time. */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final long INTERVAL_SECONDS = 300;

  private final JobDao starts;
  private final List<Job> jobs;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "jobs");
            thread.setDaemon(true);
            return thread;
          });

  private Jobs(JobDao starts, List<Job> jobs) {
    this.starts = starts;
    this.jobs = List.copyOf(jobs);
  }

  /**
   * One of them. It can be stopped at any moment, and goes on at its next time.
   *
   * @param period from one start to the next, whichever replica it is
   */
  public record Job(String name, Duration period, Runnable work) {}

  /** Looks every five minutes for what is due; the first time soon. */
  public static Jobs start(Database database, List<Job> jobs) {
    var started = new Jobs(database.dao(JobDao.class), jobs);
    // Replicas that are started together need not ask together.
    long first = ThreadLocalRandom.current().nextLong(30, 60);
    var unused =
        started.schedule.scheduleWithFixedDelay(
            started::doWhatIsDue, first, INTERVAL_SECONDS, TimeUnit.SECONDS);
    return started;
  }

  /** Looks once, now. */
  public void doWhatIsDue() {
    for (var job : jobs) {
      try {
        if (starts.claim(job.name(), job.period().toSeconds())) {
          job.work().run();
        }
      } catch (RuntimeException e) {
        var cause = DatabaseFault.cause(e);
        LOG.atWarn()
            .addKeyValue("job", job.name())
            .log(
                "the job did not come to its end: {}",
                cause == null ? e.toString() : DatabaseFault.describe(cause));
      }
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
