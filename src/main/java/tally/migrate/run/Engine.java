package tally.migrate.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.database.Database;
import tally.migrate.database.DatabaseEncoding;
import tally.migrate.database.Interruption;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Step;
import tally.migrate.state.AuditLog;
import tally.migrate.state.Author;
import tally.migrate.state.Bookkeeping;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;
import tally.migrate.state.VersionTable;

/**
 * Changes a database: looks whether there is anything to do, takes the lock, looks again, does it.
 * Where there is nothing to do, one query is all.
 */
public final class Engine {
  private static final Duration TO_COME_BACK = Duration.ofSeconds(30);

  private final Database database;
  private final StateReader reader;
  private final Settings settings;
  private final Console console;
  private final Interruption interruption;

  public Engine(
      Database database,
      VersionTable table,
      Settings settings,
      Console console,
      Interruption interruption) {
    this.database = database;
    this.reader = new StateReader(table);
    this.settings = settings;
    this.console = console;
    this.interruption = interruption;
  }

  Database database() {
    return database;
  }

  Settings settings() {
    return settings;
  }

  Console console() {
    return console;
  }

  Interruption interruption() {
    return interruption;
  }

  /**
   * Does a job, and goes on after a broken connection where the step was committed.
   *
   * @throws MigrationException if it was refused or failed; what was committed before stays
   */
  public void run(Job job) {
    LostConnectionException lost = null;
    do {
      lost = run(job, lost);
    } while (lost != null);
  }

  /** Returns how the connection broke, null if all is done. */
  private @Nullable LostConnectionException run(Job job, @Nullable LostConnectionException lost) {
    try (Session session = lost == null ? database.open() : database.open(TO_COME_BACK)) {
      interruption.watch(session);
      DatabaseEncoding.refuseOther(session);
      State state = reader.read(session);
      Database.refusePooler(session, state.backendPid());
      job.inspect(session, state);
      boolean needed = lost == null && job.isNeeded(state);
      if (needed) {
        job.confirm(session);
      }
      if (needed || lost != null) {
        underLock(job, session, state, lost);
      }
      return null;
    } catch (LostConnectionException e) {
      console.warn("The connection broke while " + e.step().script().file() + " ran");
      return e;
    } catch (PipelineException e) {
      throw unexpected(e.sqlException());
    } catch (SQLException e) {
      throw unexpected(e);
    } finally {
      interruption.watch(null);
    }
  }

  private MigrationException unexpected(SQLException e) {
    return interruption.isRequested() ? Interruption.interrupted("") : Unexpected.of(e);
  }

  private void underLock(
      Job job, Session session, State before, @Nullable LostConnectionException lost)
      throws SQLException, PipelineException, LostConnectionException {
    if (before.table().schema() == null) {
      throw new Refusal(
          Exit.STATE,
          "No schema of the search path exists, so there is none for the version table: create one,"
              + " or name one with --version-table-schema");
    }
    var lock = new Lock(session, before.table().lockKey());
    lock.acquire(settings.lockWait(), console, interruption);
    try {
      State state = reader.read(session);
      if (lost != null) {
        lookUp(job, session, state, lost);
      }
      if (job.isNeeded(state)) {
        job.run(prepare(job, session, lock, state), state);
      }
    } catch (MigrationException e) {
      releaseAfter(e, lock);
      throw e;
    }
    lock.release();
  }

  /**
   * The server would do so itself, but only some time after we have ended and the next has begun.
   */
  private static void releaseAfter(MigrationException failure, Lock lock) {
    try {
      lock.release();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private LockedSession prepare(Job job, Session session, Lock lock, State state)
      throws SQLException, PipelineException {
    SessionSettings resets = SessionSettings.make(settings, session);
    if (job.leavesNothing()) {
      return new LockedSession(session, lock, resets, state.table(), null, false);
    }
    boolean logged = Bookkeeping.prepare(session, state);
    if (!logged) {
      console.warn(
          "Our role may not keep the log in schema migrator; going on without. To have it, let an owner"
              + " grant our role create on the database, or, where the schema is there, all on the"
              + " tables in it");
    }
    VersionTable table = state.table();
    return new LockedSession(
        session,
        lock,
        resets,
        table,
        logged ? new AuditLog(table, Author.ofThisProcess()) : null,
        false);
  }

  /** Whether what the lost reply was about was committed; the database tells. */
  private void lookUp(Job job, Session session, State state, LostConnectionException lost)
      throws SQLException {
    String version = state.versions().isEmpty() ? null : state.versions().get(0);
    Leg leg = lost.leg();
    Step step = lost.step();
    if (Objects.equals(version, leg.to())) {
      console.note(
          "Connected again: "
              + leg.name()
              + (leg.isOneFile() ? " was committed" : " were committed"));
      job.committed(leg);
      return;
    }
    if (state.logged()) {
      var log = new AuditLog(state.table(), Author.ofThisProcess());
      session.execute(log.failed(step, 0, "the connection broke"));
    }
    throw new Refusal(
        step.script().transactional() ? Exit.UNREACHABLE : Exit.STOPPED_HALFWAY,
        "The connection broke while "
            + step.script().file()
            + " ran. Connected again: the database is at "
            + (version == null ? "base" : version)
            + (Objects.equals(version, leg.first().from())
                ? "; "
                : ", as the server lost the commits after it; ")
            + (step.script().transactional()
                ? leg.rolledBack(step)
                : step.revision().id() + " was not finished")
            + ". Run this again");
  }
}
