package tally.migrate;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** Runs one file after the other, each again if others were in its way, and says what it does. */
final class Runner implements Notices {
  private static final long SHORTEST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 3000;

  private final LockedSession locked;
  private final Settings settings;
  private final Console console;
  private final Interruption interruption;
  private final BlockerWatch watch;

  Runner(
      LockedSession locked,
      Settings settings,
      Console console,
      Interruption interruption,
      BlockerWatch watch) {
    this.locked = locked;
    this.settings = settings;
    this.console = console;
    this.interruption = interruption;
    this.watch = watch;
  }

  /**
   * @throws LostConnectionException if the connection broke, and with it the knowledge of what
   *     became of the step
   * @throws MigrationException if the step failed; it was rolled back
   */
  void run(Step step, @Nullable Halfway halfway) throws LostConnectionException, SQLException {
    console.note("Running " + step.route() + ", " + step.revision().description());
    for (int attempt = 1; ; attempt++) {
      interruption.check();
      long began = System.nanoTime();
      try {
        attempt(step, halfway);
        return;
      } catch (StepException e) {
        failed(step, e, attempt, (System.nanoTime() - began) / 1_000_000);
      }
    }
  }

  private void attempt(Step step, @Nullable Halfway halfway) throws StepException {
    watch.begin();
    try {
      new FileTransaction(locked, step, this).run();
    } finally {
      watch.end();
    }
  }

  /** Returns if the step is to be tried again. */
  private void failed(Step step, StepException e, int attempt, long millis)
      throws LostConnectionException, SQLException {
    SQLException error = e.sqlException();
    if (SqlState.isLost(error)) {
      throw new LostConnectionException(step, error);
    }
    locked.recover();
    String outcome = "at " + name(step.from()) + "; " + step.revision().id() + " was rolled back";
    if (interruption.isRequested()) {
      log(step, millis, "interrupted");
      throw Interruption.interrupted(outcome);
    }
    var failure = new StatementFailure(step.script(), e.statement(), error);
    log(step, millis, failure.headline());
    if (e.isVersionMoved()) {
      throw versionMoved(step);
    }
    if (!SqlState.isContention(error)) {
      throw new StatementFailedException(
          SqlState.is(error, SqlState.READ_ONLY) ? Exit.STATE : Exit.STATEMENT_FAILED,
          failure,
          "Now " + outcome + ".");
    }
    String blockers = watch.blockers();
    if (attempt > settings.retries()) {
      throw new StatementFailedException(
          Exit.LOCKED,
          failure,
          "Now "
              + outcome
              + ", after "
              + attempt
              + " attempts."
              + (blockers.isEmpty() ? "" : " In the way: " + blockers + "."));
    }
    long pause = pause(attempt);
    console.note(
        failure.headline()
            + (blockers.isEmpty() ? "" : "; in the way: " + blockers)
            + "; retry "
            + attempt
            + " of "
            + settings.retries()
            + " in "
            + Durations.show(pause));
    interruption.sleep(pause);
  }

  /** Longer each time, and never the same as another's. */
  private static long pause(int attempt) {
    long most = Math.min(SHORTEST_PAUSE << Math.min(attempt, 10), LONGEST_PAUSE);
    return most / 2 + System.nanoTime() % most / 2;
  }

  private MigrationException versionMoved(Step step) throws SQLException {
    if (locked.session().holds("select " + locked.lock().isOurs())) {
      return new MigrationException(
          Exit.STATE,
          locked.table().shown()
              + " was changed by something else while "
              + step.script().file()
              + " ran, which was rolled back. See `migrate current`, and run this again");
    }
    return new MigrationException(
        Exit.POOLER,
        "The migration lock is not held by the server process that ran "
            + step.script().file()
            + ", which was rolled back: a pooler, or a statement that released it. Give the"
            + " database's own address in MIGRATE_DATABASE_URL or --database-url");
  }

  private void log(Step step, long millis, String error) throws SQLException {
    AuditLog log = locked.log();
    if (log != null) {
      locked.session().execute(log.failed(step, millis, error));
    }
  }

  private static String name(@Nullable String id) {
    return id == null ? "base" : id;
  }

  @Override
  public void notice(SQLWarning warning) {
    if (console.verbose()) {
      console.note("  " + warning.getMessage());
    }
  }
}
