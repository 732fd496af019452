package tally.migrate.run;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.database.Interruption;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Step;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.AuditLog;
import tally.migrate.state.Halfway;
import tally.migrate.state.Progress;

/**
 * One file whose statements commit one by one. How far it has come is written down with each of
 * them, in the same transaction where the server lets the statement be in one, so that it goes on
 * exactly where it stopped, whatever stopped it.
 */
final class NoTransactionFile implements Attempt {
  private final LockedSession locked;
  private final Session session;
  private final Step step;
  private final List<SqlStatement> statements;
  private final Runner runner;
  private final Console console;
  private final Interruption interruption;
  private final InvalidIndexes invalidIndexes;
  private final long began = System.nanoTime();
  private int done;
  private int trying;
  private String invalidBefore = "";

  /**
   * @param halfway how far an earlier run has come with this file, null for not at all
   */
  NoTransactionFile(
      LockedSession locked,
      Step step,
      @Nullable Halfway halfway,
      Runner runner,
      Console console,
      Interruption interruption) {
    this.locked = locked;
    this.session = locked.session();
    this.step = step;
    this.statements = step.script().statements();
    this.runner = runner;
    this.console = console;
    this.interruption = interruption;
    this.invalidIndexes = new InvalidIndexes(session);
    if (halfway != null) {
      done = halfway.done();
      trying = halfway.trying();
      invalidBefore = halfway.invalidBefore();
    }
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public String outcome() {
    return step.before()
        + step.revision().id()
        + " stopped "
        + Halfway.place(done, statements.size())
        + (locked.log() == null
            ? ", and nothing remembers where, as our role may not keep the log: run what is left of"
                + " it yourself, then `migrate stamp "
                + (step.to() == null ? "base" : step.to())
                + "`; or undo what it has done"
            : " and goes on from there when `migrate "
                + step.direction().command()
                + "` is run again");
  }

  /**
   * Runs what is left of it, and moves the version. Called again after a failure, it goes on.
   *
   * @throws StepException if a statement failed; those before it stay
   */
  @Override
  public void run() throws StepException {
    runner.begins(step, 1);
    ours("set application_name = " + Quote.text(FileTransaction.applicationName(step.script())));
    if (done > 0 && done < statements.size()) {
      console.note("Resuming at statement " + (done + 1) + " of " + statements.size());
      repeatSettings();
    }
    while (done < statements.size()) {
      interruption.check();
      runner.at(done + 1);
      SqlStatement statement = statements.get(done);
      try {
        run(statement);
      } catch (PipelineException e) {
        throw new StepException(statement, false, e.sqlException());
      } catch (SQLException e) {
        throw new StepException(statement, false, e);
      }
    }
    move();
  }

  /** What the part that is done has set for the session has to be set in this session too. */
  private void repeatSettings() throws StepException {
    for (SqlStatement statement : statements.subList(0, done)) {
      if (isSetting(statement.text())) {
        ours(statement.text());
      }
    }
  }

  private static boolean isSetting(String sql) {
    return begins(sql, "set") || begins(sql, "reset");
  }

  private static boolean begins(String sql, String word) {
    int end = word.length();
    return sql.regionMatches(true, 0, word, 0, end)
        && end < sql.length()
        && Character.isWhitespace(sql.charAt(end));
  }

  private void run(SqlStatement statement) throws SQLException, PipelineException {
    IndexStatement index = IndexStatement.of(statement.text());
    if (index != null) {
      concurrently(statement, index);
    } else if (statement.copyData() != null) {
      session.execute("begin");
      session.copy(statement.text(), statement.copyData());
      saveAndCommit(new Pipeline(session.connection()));
    } else if (!inTransaction(statement)) {
      alone(statement.text());
      saveDone();
    }
  }

  /** Returns false if the server wants it outside of a transaction. */
  private boolean inTransaction(SqlStatement statement) throws SQLException, PipelineException {
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    pipeline.add(statement.text());
    try {
      pipeline.run(runner);
    } catch (PipelineException e) {
      if (!SqlState.needsNoTransaction(e.sqlException())) {
        throw e;
      }
      session.rollBack();
      return false;
    }
    saveAndCommit(pipeline);
    return true;
  }

  private void concurrently(SqlStatement statement, IndexStatement index)
      throws SQLException, PipelineException {
    // An earlier run began it and did not live to hear what became of it.
    boolean outcomeUnknown = trying == done + 1;
    if (outcomeUnknown) {
      dropLeftBehind(index);
      if (index.isNameless() && invalidIndexes.isFinished(index, invalidBefore)) {
        saveDone();
        return;
      }
    }
    invalidBefore = invalidIndexes.before(index);
    save(done + 1);
    // It blocks nobody while it waits, and a cancelled one would leave an invalid index.
    String lockTimeout = session.value("select pg_catalog.current_setting('lock_timeout')");
    session.execute("set lock_timeout = 0");
    try {
      attempt(statement, index);
    } catch (PipelineException e) {
      if (!outcomeUnknown || !index.isDoneAlready(e.sqlException())) {
        failed(index, e.sqlException());
        throw e;
      }
    }
    session.execute("set lock_timeout = " + Quote.text(lockTimeout));
    verify(statement, index);
    saveDone();
  }

  private void attempt(SqlStatement statement, IndexStatement index) throws PipelineException {
    try {
      alone(statement.text());
    } catch (PipelineException e) {
      if (index.rest() == null || !SqlState.is(e.sqlException(), SqlState.NOT_IN_STATE)) {
        throw e;
      }
      alone(index.rest());
    }
  }

  /** Cleans up at once, where that is not for the next run to do. */
  private void failed(IndexStatement index, SQLException error)
      throws SQLException, PipelineException {
    if (!SqlState.isLost(error) && !interruption.isRequested()) {
      dropLeftBehind(index);
      save(0);
    }
  }

  /** An invalid index takes part in every write, and a unique one refuses rows. */
  private void dropLeftBehind(IndexStatement index) throws SQLException {
    if (index.builds()) {
      for (String name : invalidIndexes.drop(index, invalidBefore)) {
        console.note("Dropped the invalid index " + name + " that a failed attempt left behind");
      }
    }
  }

  private void alone(String sql) throws PipelineException {
    var pipeline = new Pipeline(session.connection());
    pipeline.add(sql);
    pipeline.run(runner);
  }

  /** For a statement that has committed by itself. */
  private void saveDone() throws PipelineException {
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    saveAndCommit(pipeline);
  }

  private void saveAndCommit(Pipeline pipeline) throws PipelineException {
    int now = done + 1;
    if (locked.log() != null) {
      asOurselves(pipeline);
      pipeline.add(Progress.save(locked.table(), halfway(now, 0)));
    }
    pipeline.add("commit");
    pipeline.run(runner);
    done = now;
    trying = 0;
  }

  private void save(int statementTried) throws PipelineException {
    trying = statementTried;
    if (locked.log() != null) {
      var pipeline = new Pipeline(session.connection());
      pipeline.add("begin");
      asOurselves(pipeline);
      pipeline.add(Progress.save(locked.table(), halfway(done, trying)));
      pipeline.add("commit");
      pipeline.run(runner);
    }
  }

  private Halfway halfway(int statementsDone, int statementTried) {
    return new Halfway(
        step.revision().id(),
        step.direction(),
        statementsDone,
        Progress.digest(statements, statementsDone),
        statementTried,
        invalidBefore);
  }

  /** Until the end of the transaction; what the file has set comes back after it. */
  private static void asOurselves(Pipeline pipeline) {
    pipeline.add("set local session authorization default");
    pipeline.add("set local role to default");
    pipeline.add("set local standard_conforming_strings = on");
  }

  /** With IF NOT EXISTS the server takes any index of that name for good. */
  private void verify(SqlStatement statement, IndexStatement index) throws SQLException {
    List<String> invalid = index.table() == null ? List.of() : invalidIndexes.of(index);
    if (!invalid.isEmpty()) {
      throw new Refusal(
          Exit.STOPPED_HALFWAY,
          step.script().file()
              + ":"
              + statement.line()
              + ":"
              + statement.column()
              + ": the index "
              + String.join(", ", invalid)
              + " was there already and is invalid. Drop it with `drop index concurrently`, and run"
              + " this again");
    }
  }

  private void move() throws StepException {
    AuditLog log = locked.log();
    var pipeline = new Pipeline(session.connection());
    pipeline.add("begin");
    asOurselves(pipeline);
    int move = pipeline.size();
    long millis = (System.nanoTime() - began) / 1_000_000;
    pipeline.add(
        locked.move().sql(step.from(), step.to(), log == null ? null : log.done(step, millis)));
    if (log != null) {
      pipeline.add(Progress.forget(locked.table()));
    }
    pipeline.add("commit");
    locked.resets().addTo(pipeline);
    try {
      pipeline.run(runner);
    } catch (PipelineException e) {
      throw new StepException(null, e.index() == move, e.sqlException());
    }
  }

  private void ours(String sql) throws StepException {
    try {
      session.execute(sql);
    } catch (SQLException e) {
      throw new StepException(null, false, e);
    }
  }
}
