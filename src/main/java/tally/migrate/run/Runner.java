package tally.migrate.run;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.database.Interruption;
import tally.migrate.database.Notices;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.failure.StatementFailedException;
import tally.migrate.failure.StatementFailure;
import tally.migrate.revision.Step;
import tally.migrate.state.AuditLog;
import tally.migrate.state.Halfway;

/** Runs one leg after the other, each again if others were in its way, and says what it does. */
final class Runner implements Notices {
  private static final long SHORTEST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 3000;
  private static final long WORTH_TELLING = 100;

  private final LockedSession locked;
  private final Settings settings;
  private final int files;
  private final @Nullable DryRun dryRun;
  private final Console console;
  private final Interruption interruption;
  private final BlockerWatch watch;
  private int filesBefore;
  private boolean flushing;
  private @Nullable Step running;
  private @Nullable FileProgress progress;

  /**
   * Nothing is run yet.
   *
   * @param files how many there are in all legs
   * @param dryRun null to commit what is run
   */
  Runner(
      LockedSession locked,
      Settings settings,
      int files,
      @Nullable DryRun dryRun,
      Console console,
      Interruption interruption,
      BlockerWatch watch) {
    this.locked = locked;
    this.settings = settings;
    this.files = files;
    this.dryRun = dryRun;
    this.console = console;
    this.interruption = interruption;
    this.watch = watch;
  }

  /**
   * Runs a leg.
   *
   * @param halfway how far an earlier run has come with this very leg, null for not at all
   * @throws LostConnectionException if the connection broke, and with it the knowledge of what
   *     became of the leg
   * @throws MigrationException if the leg failed
   */
  void run(Leg leg, @Nullable Halfway halfway) throws LostConnectionException, SQLException {
    long start = System.nanoTime();
    try {
      attempts(leg, halfway);
    } finally {
      console.show(null);
    }
    boolean onDisk = isLast(leg) || !leg.first().script().transactional();
    filesBefore += leg.steps().size();
    flushing = !onDisk;
    long millis = millisSince(start);
    if (millis >= WORTH_TELLING) {
      console.remark("  " + Durations.show(millis));
    }
  }

  /**
   * Whether nothing comes after a leg. It alone waits for the disk, as what it commits cannot be on
   * it without what was committed before: version and schema are in one stream of records.
   */
  boolean isLast(Leg leg) {
    return filesBefore + leg.steps().size() == files;
  }

  /** To be called at the end, also of a run that failed: what was committed is on disk then. */
  void flush() {
    if (!flushing) {
      return;
    }
    interruption.settle();
    try {
      // The smallest thing that a commit has to wait for.
      locked.session().execute("select pg_catalog.pg_logical_emit_message(true, 'tally', '')");
    } catch (SQLException e) {
      // The connection is gone; the server writes it by itself before long.
    }
  }

  private void attempts(Leg leg, @Nullable Halfway halfway)
      throws LostConnectionException, SQLException {
    Attempt attempt =
        leg.first().script().transactional()
            ? new FileTransaction(locked, leg, dryRun, this)
            : new NoTransactionFile(locked, leg.first(), halfway, this, console, interruption);
    for (int count = 1; ; count++) {
      interruption.check(leg.first().place());
      long began = System.nanoTime();
      watch.begin();
      try {
        attempt.run();
        return;
      } catch (StepException e) {
        if (SqlState.isLost(e.sqlException())) {
          throw lost(leg, attempt, e.sqlException());
        }
        long pause = failed(leg, attempt, e, count, millisSince(began));
        if (progress != null) {
          progress.retry("retry " + count + " of " + settings.retries());
        }
        interruption.sleep(pause, leg.first().place());
      } catch (MigrationException e) {
        cleanUp(attempt.step(), millisSince(began), e.getMessage());
        throw e.exit() == Exit.INTERRUPTED ? Interruption.interrupted(attempt.outcome()) : e;
      } finally {
        watch.end();
      }
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  /**
   * A step begins. Said once, if it alone is tried again.
   *
   * @param number which of the leg it is, from 1
   */
  void begins(Step step, int number) {
    if (progress != null && step.equals(running)) {
      progress.again();
      return;
    }
    running = step;
    console.note("Running " + step.route() + ", " + step.revision().description());
    progress = new FileProgress(step.script(), filesBefore + number, files, watch);
    console.show(progress);
  }

  /** This statement of the step is next, from 1. */
  void at(int statement) {
    if (progress != null) {
      progress.at(statement);
    }
  }

  private LostConnectionException lost(Leg leg, Attempt attempt, SQLException e) {
    if (dryRun == null) {
      return new LostConnectionException(leg, attempt.step(), e);
    }
    throw new Refusal(
        Exit.UNREACHABLE,
        "The connection broke while "
            + attempt.step().script().file()
            + " ran: "
            + StatementFailure.message(e)
            + ". Now "
            + attempt.outcome(),
        e);
  }

  /** Returns how long to wait until the leg is to be tried again. */
  private long failed(Leg leg, Attempt attempt, StepException e, int count, long millis)
      throws SQLException {
    Step step = attempt.step();
    String outcome = attempt.outcome();
    SQLException error = e.sqlException();
    var failure = new StatementFailure(step.script(), e.statement(), error);
    cleanUp(step, millis, interruption.isRequested() ? "interrupted" : failure.headline());
    if (interruption.isRequested()) {
      throw Interruption.interrupted(outcome);
    }
    interruption.watch(locked.session());
    if (e.isVersionMoved()) {
      throw versionMoved(step, outcome);
    }
    if (!SqlState.isContention(error)) {
      throw new StatementFailedException(
          exit(step, error), failure, "Now " + outcome + "." + advice(leg, step, error));
    }
    String blockers = watch.blockers();
    if (count > settings.retries()) {
      throw new StatementFailedException(
          Exit.LOCKED,
          failure,
          "Now "
              + outcome
              + ", after "
              + count
              + (count == 1 ? " attempt." : " attempts.")
              + (blockers.isEmpty() ? "" : " In the way: " + blockers + "."));
    }
    long pause = pause(count);
    console.note(
        failure.headline()
            + (blockers.isEmpty() ? "" : "; in the way: " + blockers)
            + "; retry "
            + count
            + " of "
            + settings.retries()
            + " in "
            + Durations.show(pause));
    return pause;
  }

  /** Where it fails only because the files before it have not committed. */
  private String advice(Leg leg, Step step, SQLException error) {
    if (step.equals(leg.first()) || !SqlState.wantsCommitBefore(error)) {
      return "";
    }
    return dryRun == null
        ? " With --atomic the files before it have not committed when this statement runs, which"
            + " it needs: run them without --atomic"
        : " In a dry run the files before it have not committed when this statement runs, which it"
            + " needs: without --dry-run and --atomic it may well succeed";
  }

  private static Exit exit(Step step, SQLException error) {
    if (!step.script().transactional()) {
      return Exit.STOPPED_HALFWAY;
    }
    return SqlState.is(error, SqlState.READ_ONLY) ? Exit.STATE : Exit.STATEMENT_FAILED;
  }

  /** Longer each time, and never the same as another's. */
  private static long pause(int attempt) {
    long most = Math.min(SHORTEST_PAUSE << Math.min(attempt, 10), LONGEST_PAUSE);
    return most / 2 + System.nanoTime() % most / 2;
  }

  private MigrationException versionMoved(Step step, String outcome) throws SQLException {
    if (locked.session().holds("select " + locked.lock().isOurs())) {
      return new Refusal(
          Exit.STATE,
          locked.table().shown()
              + " was changed by something else while "
              + step.script().file()
              + " ran. Now "
              + outcome
              + ". See `migrate current`");
    }
    return new Refusal(
        Exit.POOLER,
        "The migration lock is not held by the server process that ran "
            + step.script().file()
            + ": a pooler, or a statement that released it. Now "
            + outcome
            + ". Give the database's own address in MIGRATE_DATABASE_URL or --database-url");
  }

  /** Rolls back and writes the attempt down, with nothing that could cancel it. */
  private void cleanUp(Step step, long millis, String error) throws SQLException {
    interruption.settle();
    locked.recover();
    AuditLog log = locked.log();
    if (log != null) {
      locked.session().execute(log.failed(step, millis, error));
    }
  }

  @Override
  public void notice(SQLWarning warning) {
    if (isWarning(warning)) {
      console.warn((running == null ? "" : running.script().file() + ": ") + warning.getMessage());
    } else if (console.verbose()) {
      console.note("  " + warning.getMessage());
    }
  }

  /** By its severity, or its class where the server says the severity in another language. */
  private static boolean isWarning(SQLWarning warning) {
    return SqlState.isWarning(warning)
        || (warning instanceof PSQLWarning postgres
            && postgres.getServerErrorMessage() != null
            && "WARNING".equals(postgres.getServerErrorMessage().getSeverity()));
  }
}
