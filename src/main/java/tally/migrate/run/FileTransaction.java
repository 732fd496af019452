package tally.migrate.run;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.revision.Step;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.AuditLog;

/**
 * Files in one transaction: their statements, the version and the rows of the log commit together,
 * or are rolled back if it is a dry run.
 *
 * <p>One file alone is one round trip, except where it is long, or rows of a COPY have to be sent
 * in between. Of several, each finds the session and the constraints as if the one before it had
 * committed.
 */
final class FileTransaction implements Attempt {
  private static final int LONGEST_NAME = 63;

  /** The commit is on disk with the next that waits for it, which {@link Runner} sees to. */
  private static final String LATER = "set local synchronous_commit = off";

  private final LockedSession locked;
  private final Leg leg;
  private final @Nullable DryRun dryRun;
  private final Runner runner;
  private final Pipeline pipeline;
  private final List<@Nullable SqlStatement> sources = new ArrayList<>();
  private Step step;
  private boolean dropsPrepared;
  private int move;
  private int end;

  /**
   * @param dryRun null to commit
   */
  FileTransaction(LockedSession locked, Leg leg, @Nullable DryRun dryRun, Runner runner) {
    this.locked = locked;
    this.leg = leg;
    this.dryRun = dryRun;
    this.runner = runner;
    this.pipeline = new Pipeline(locked.session().connection());
    this.step = leg.first();
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public String outcome() {
    return dryRun == null ? leg.outcome(step) : leg.first().before() + DryRun.NOTHING_CHANGED;
  }

  @Override
  public void run() throws StepException {
    try {
      attempt();
    } catch (StepException e) {
      if (dropsPrepared || !e.isPreparedGone()) {
        throw e;
      }
      // The file has deallocated all there was, by SQL that it made itself.
      dropsPrepared = true;
      look(session -> locked.recover());
      attempt();
    }
  }

  private void attempt() throws StepException {
    boolean alone = leg.isOneFile() && dryRun == null;
    move = -1;
    end = -1;
    if (dryRun != null) {
      look(session -> dryRun.begin(locked));
    }
    add("begin");
    if (!runner.isLast(leg)) {
      add(LATER);
    }
    int number = 0;
    for (Step next : leg.steps()) {
      step = next;
      runner.begins(step, ++number);
      long began = System.nanoTime();
      statements();
      if (alone && dropsPrepared) {
        move(locked.unprepared().moved(step));
        for (String sql : locked.preparedAnew()) {
          add(sql);
        }
      } else if (alone) {
        move(locked.moved(step));
      } else {
        settle(began);
      }
    }
    add(dryRun == null ? "commit" : "rollback");
    end = pipeline.size() - 1;
    locked.resets().addTo(pipeline);
    send();
  }

  private void statements() throws StepException {
    add("set local application_name = " + Quote.text(applicationName(step.script())));
    int number = 0;
    for (SqlStatement statement : step.script().statements()) {
      number++;
      if (statement.copyData() == null && dryRun == null) {
        add(statement);
      } else {
        send();
        runner.at(number);
        alone(statement);
      }
    }
    // What the file has set for its own purposes must not change what is ours.
    add("reset session authorization");
    add("reset role");
    add("set local standard_conforming_strings = on");
  }

  private void alone(SqlStatement statement) throws StepException {
    long began = System.nanoTime();
    String rows = statement.copyData();
    if (rows == null) {
      add(statement);
      send();
    } else {
      copy(statement, rows);
    }
    if (dryRun != null) {
      long millis = millisSince(began);
      look(session -> dryRun.ran(step, statement, millis, session));
    }
  }

  /** Does now what would be done at the commit of this file, were it alone. */
  private void settle(long began) throws StepException {
    send();
    look(DeferrableConstraints::check);
    if (dryRun != null && dryRun.makeVersionTable() != null) {
      add(dryRun.makeVersionTable());
    }
    AuditLog log = locked.log();
    String logged = log == null ? null : log.done(step, millisSince(began));
    move(locked.move().sql(step.from(), step.to(), logged));
    locked.resets().addTo(pipeline);
    send();
    if (dryRun != null) {
      look(dryRun::skip);
    }
  }

  private void move(String sql) throws StepException {
    add(sql);
    move = pipeline.size() - 1;
  }

  /** What others see of us while the file runs. */
  static String applicationName(Script script) {
    String name = Session.APPLICATION + " " + script.file();
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name = name.substring(0, name.length() - 1);
    }
    return name;
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private void add(SqlStatement statement) throws StepException {
    add(statement, statement.text());
  }

  private void add(String ours) throws StepException {
    add(null, ours);
  }

  private void add(@Nullable SqlStatement source, String sql) throws StepException {
    if (!pipeline.takes(sql)) {
      send();
    }
    sources.add(source);
    pipeline.add(sql);
  }

  private void send() throws StepException {
    if (pipeline.size() == 0) {
      return;
    }
    try {
      pipeline.run(runner);
    } catch (PipelineException e) {
      int index = e.index();
      if (end >= 0 && index > end) {
        // Committed. If the connection is gone, the next one to use it will see that.
        return;
      }
      SqlStatement source = index < sources.size() ? sources.get(index) : null;
      throw new StepException(source, index == move, e.sqlException());
    } finally {
      sources.clear();
      move = -1;
    }
  }

  private void copy(SqlStatement statement, String rows) throws StepException {
    try {
      locked.session().copy(statement.text(), rows);
    } catch (SQLException e) {
      throw new StepException(statement, false, e);
    }
  }

  /** Something of ours between the file's statements. */
  private interface Look {
    void at(Session session) throws SQLException;
  }

  private void look(Look look) throws StepException {
    try {
      look.at(locked.session());
    } catch (SQLException e) {
      throw new StepException(null, false, e);
    }
  }
}
