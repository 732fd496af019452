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
   * @param halfway how far an earlier run has come with this very step, null for not at all
   * @throws LostConnectionException if the connection broke, and with it the knowledge of what
   *     became of the step
   * @throws MigrationException if the step failed
   */
  void run(Step step, @Nullable Halfway halfway) throws LostConnectionException, SQLException {
    console.note("Running " + step.route() + ", " + step.revision().description());
    NoTransactionFile file =
        step.script().transactional()
            ? null
            : new NoTransactionFile(locked, step, halfway, this, console, interruption);
    for (int attempt = 1; ; attempt++) {
      interruption.check();
      long began = System.nanoTime();
      watch.begin();
      try {
        if (file == null) {
          new FileTransaction(locked, step, this).run();
        } else {
          file.run();
        }
        return;
      } catch (StepException e) {
        var failure = new StatementFailure(step.script(), e.statement(), e.sqlException());
        long millis = (System.nanoTime() - began) / 1_000_000;
        failed(
            step, e, failure, file == null ? step.rolledBack() : file.stopped(), attempt, millis);
      } catch (MigrationException e) {
        throw refused(
            step,
            e,
            file == null ? step.rolledBack() : file.stopped(),
            (System.nanoTime() - began) / 1_000_000);
      } finally {
        watch.end();
      }
    }
  }

  private MigrationException refused(Step step, MigrationException e, String outcome, long millis)
      throws SQLException {
    cleanUp(step, millis, e.getMessage());
    return e.exit() == Exit.INTERRUPTED ? Interruption.interrupted(outcome) : e;
  }

  /** Returns if the step is to be tried again. */
  private void failed(
      Step step,
      StepException e,
      StatementFailure failure,
      String outcome,
      int attempt,
      long millis)
      throws LostConnectionException, SQLException {
    SQLException error = e.sqlException();
    if (SqlState.isLost(error)) {
      throw new LostConnectionException(step, error);
    }
    cleanUp(step, millis, interruption.isRequested() ? "interrupted" : failure.headline());
    if (interruption.isRequested()) {
      throw Interruption.interrupted(outcome);
    }
    interruption.watch(locked.session());
    if (e.isVersionMoved()) {
      throw versionMoved(step, outcome);
    }
    if (!SqlState.isContention(error)) {
      throw new StatementFailedException(exit(step, error), failure, "Now " + outcome + ".");
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
