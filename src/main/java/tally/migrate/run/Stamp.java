package tally.migrate.run;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Target;
import tally.migrate.state.AuditLog;
import tally.migrate.state.Progress;
import tally.migrate.state.State;

/**
 * Says where a database is, without running anything. What was begun and not finished is taken as
 * settled.
 */
public final class Stamp implements Job {
  private static final int UNKNOWN = -1;

  private final Chain chain;
  private final Target target;
  private final boolean purge;
  private final Console console;
  private @Nullable String from;
  private int destination = UNKNOWN;

  /**
   * Moves the version to a target without running a file.
   *
   * @param purge whether the version table is emptied first, whatever is in it
   */
  public Stamp(Chain chain, Target target, boolean purge, Console console) {
    this.chain = chain;
    this.target = target;
    this.purge = purge;
    this.console = console;
  }

  @Override
  public boolean isNeeded(State state) {
    int current = purge && !target.needsCurrent() ? 0 : state.place(chain);
    if (destination == UNKNOWN) {
      destination = target.place(chain, current);
    }
    from = purge ? null : chain.id(current);
    boolean purges = purge && !state.versions().isEmpty();
    return purges || state.halfway() != null || !Objects.equals(from, to());
  }

  private @Nullable String to() {
    return chain.id(destination);
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException {
    console.note("Running stamp_revision " + show(from) + " -> " + show(to()));
    var pipeline = new Pipeline(locked.session().connection());
    pipeline.add("begin");
    if (purge) {
      pipeline.add("delete from " + locked.table().quoted());
    }
    if (locked.log() != null) {
      pipeline.add(Progress.forget(locked.table()));
    }
    stamp(pipeline, locked, state);
    pipeline.add("commit");
    try {
      pipeline.run(Notices.IGNORED);
    } catch (PipelineException e) {
      if (SqlState.is(e.sqlException(), SqlState.DIVISION_BY_ZERO)) {
        throw new Refusal(
            Exit.STATE,
            locked.table().shown()
                + " was changed by something else at the same moment. Nothing was stamped; see"
                + " `migrate current`");
      }
      throw e.sqlException();
    }
  }

  private void stamp(Pipeline pipeline, LockedSession locked, State state) {
    AuditLog log = locked.log();
    String before = state.versions().isEmpty() ? null : String.join(",", state.versions());
    String row = log == null ? null : log.stamped(before, to());
    if (!Objects.equals(from, to())) {
      pipeline.add(locked.move().sql(from, to(), row));
    } else if (row != null) {
      pipeline.add(row);
    }
  }

  private static String show(@Nullable String id) {
    return id == null ? "" : id;
  }

  /** What was done, with {@code --json}. */
  public void printJson() {
    if (console.json()) {
      console.print(new Json().beginObject().field("revision", to()).endObject().toString());
    }
  }
}
