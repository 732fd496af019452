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

  /** After that a job whose server was killed is another one's. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final JobDao starts;
  private final List<Job> jobs;
  private final Duration lease;

  /** One thread works, the other one keeps the work from being taken for given up. */
  private final ScheduledExecutorService schedule =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            var thread = new Thread(work, "jobs");
            thread.setDaemon(true);
            return thread;
          });

  private Jobs(JobDao starts, List<Job> jobs, Duration lease) {
    this.starts = starts;
    this.jobs = List.copyOf(jobs);
    this.lease = lease;
  }

  /**
   * One of them. It can be stopped at any moment; then it is begun again some minutes later.
   *
   * @param period from one start to the next, whichever replica it is
   */
  public record Job(String name, Duration period, Runnable work) {}

  /** Looks every five minutes for what is due; the first time soon. */
  public static Jobs start(Database database, List<Job> jobs) {
    return start(database, jobs, LEASE);
  }

  /**
   * @param lease how soon a job is begun again that did not come to its end
   */
  static Jobs start(Database database, List<Job> jobs, Duration lease) {
    var started = new Jobs(database.dao(JobDao.class), jobs, lease);
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
      attempt(job, "the job did not come to its end: {}", () -> doIfDue(job));
    }
  }

  private void doIfDue(Job job) {
    long seconds = job.period().toSeconds();
    long free = Math.min(seconds, lease.toSeconds());
    long began = System.nanoTime();
    if (!starts.claim(job.name(), seconds, free)) {
      return;
    }
    long often = lease.toMillis() / 3;
    var keeping =
        schedule.scheduleAtFixedRate(
            () ->
                attempt(
                    job,
                    "the job goes on, but could not say so, and may be begun elsewhere: {}",
                    () -> starts.keep(job.name(), seconds, free)),
            often,
            often,
            TimeUnit.MILLISECONDS);
    try {
      job.work().run();
    } finally {
      keeping.cancel(false);
    }
    starts.done(job.name(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
  }

  private static void attempt(Job job, String failed, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      var cause = DatabaseFault.cause(e);
      LOG.atWarn()
          .addKeyValue("job", job.name())
          .log(failed, cause == null ? e.toString() : DatabaseFault.describe(cause));
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
