package tally.migrate.run;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
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

  private final LockedSession locked;
  private final Settings settings;
  private final @Nullable DryRun dryRun;
  private final Console console;
  private final Interruption interruption;
  private final BlockerWatch watch;
  private @Nullable Step announced;

  /**
   * @param dryRun null to commit what is run
   */
  Runner(
      LockedSession locked,
      Settings settings,
      @Nullable DryRun dryRun,
      Console console,
      Interruption interruption,
      BlockerWatch watch) {
    this.locked = locked;
    this.settings = settings;
    this.dryRun = dryRun;
    this.console = console;
    this.interruption = interruption;
    this.watch = watch;
  }

  /**
   * @param halfway how far an earlier run has come with this very leg, null for not at all
   * @throws LostConnectionException if the connection broke, and with it the knowledge of what
   *     became of the leg
   * @throws MigrationException if the leg failed
   */
  void run(Leg leg, @Nullable Halfway halfway) throws LostConnectionException, SQLException {
    Attempt attempt =
        leg.first().script().transactional()
            ? new FileTransaction(locked, leg, dryRun, this)
            : new NoTransactionFile(locked, leg.first(), halfway, this, console, interruption);
    for (int count = 1; ; count++) {
      interruption.check();
      long began = System.nanoTime();
      watch.begin();
      try {
        attempt.run();
        return;
      } catch (StepException e) {
        if (SqlState.isLost(e.sqlException())) {
          throw lost(leg, attempt, e.sqlException());
        }
        failed(leg, attempt, e, count, (System.nanoTime() - began) / 1_000_000);
      } catch (MigrationException e) {
        cleanUp(attempt.step(), (System.nanoTime() - began) / 1_000_000, e.getMessage());
        throw e.exit() == Exit.INTERRUPTED ? Interruption.interrupted(attempt.outcome()) : e;
      } finally {
        watch.end();
      }
    }
  }

  /** A step begins. Said once, if it alone is tried again. */
  void begins(Step step) {
    if (step.equals(announced)) {
      return;
    }
    announced = step;
    console.note("Running " + step.route() + ", " + step.revision().description());
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

  /** Returns if the leg is to be tried again. */
  private void failed(Leg leg, Attempt attempt, StepException e, int count, long millis)
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
              + " attempts."
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
    interruption.sleep(pause);
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
    if (console.verbose()) {
      console.note("  " + warning.getMessage());
    }
  }
}
