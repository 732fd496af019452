package tally.migrate.run;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.revision.Step;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.AuditLog;

/**
 * One file in one transaction: its statements, the version and the row of the log commit together.
 * All of it is one round trip, except where rows of a COPY have to be sent in between.
 */
final class FileTransaction {
  private static final int LONGEST_NAME = 63;

  private final LockedSession locked;
  private final Step step;
  private final Notices notices;
  private final Pipeline pipeline;
  private final List<@Nullable SqlStatement> sources = new ArrayList<>();
  private int move = -1;
  private int commit = -1;

  FileTransaction(LockedSession locked, Step step, Notices notices) {
    this.locked = locked;
    this.step = step;
    this.notices = notices;
    this.pipeline = new Pipeline(locked.session().connection());
  }

  /**
   * @throws StepException if it was not committed, or that is not known
   */
  void run() throws StepException {
    add("begin");
    add("set local application_name = " + Quote.text(applicationName(step.script())));
    for (SqlStatement statement : step.script().statements()) {
      if (statement.copyData() == null) {
        sources.add(statement);
        pipeline.add(statement.text());
      } else {
        send();
        copy(statement, statement.copyData());
      }
    }
    // What the file has set for its own purposes must not change what is ours.
    add("reset session authorization");
    add("reset role");
    add("select pg_catalog.set_config('standard_conforming_strings', 'on', true)");
    AuditLog log = locked.log();
    move = pipeline.size();
    add(locked.move().sql(step.from(), step.to(), log == null ? null : log.done(step)));
    commit = pipeline.size();
    add("commit");
    locked.resets().addTo(pipeline);
    send();
  }

  /** What others see of us while the file runs. */
  static String applicationName(Script script) {
    String name = Session.APPLICATION + " " + script.file();
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name = name.substring(0, name.length() - 1);
    }
    return name;
  }

  private void add(String ours) {
    sources.add(null);
    pipeline.add(ours);
  }

  private void send() throws StepException {
    try {
      pipeline.run(notices);
    } catch (PipelineException e) {
      int index = e.index();
      if (commit >= 0 && index > commit) {
        // Committed. If the connection is gone, the next one to use it will see that.
        return;
      }
      SqlStatement source = index < sources.size() ? sources.get(index) : null;
      throw new StepException(source, index == move, e.sqlException());
    } finally {
      sources.clear();
    }
  }

  private void copy(SqlStatement statement, String rows) throws StepException {
    try {
      locked.session().copy(statement.text(), rows);
    } catch (SQLException e) {
      throw new StepException(statement, false, e);
    }
  }
}
