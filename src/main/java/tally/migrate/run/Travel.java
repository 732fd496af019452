package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.catalog.CatalogRecord;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.database.Session;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;
import tally.migrate.revision.Target;
import tally.migrate.state.Halfway;
import tally.migrate.state.State;

/** Upgrade or downgrade: runs the files between two places, one after the other. */
public final class Travel implements Job {
  private static final int UNKNOWN = -1;

  private final Engine engine;
  private final Chain chain;
  private final Direction direction;
  private final Target target;
  private final Console console;
  private final List<Step> ran = new ArrayList<>();
  private Plan plan = Plan.NOTHING;
  private int start = UNKNOWN;
  private int place = UNKNOWN;
  private int destination = UNKNOWN;

  /** A way to a target, from wherever the database is found. */
  public Travel(Engine engine, Chain chain, Direction direction, Target target) {
    this.engine = engine;
    this.chain = chain;
    this.direction = direction;
    this.target = target;
    this.console = engine.console();
  }

  /**
   * Asked again, it goes to the same place: two {@code downgrade -1} at once go one step back, not
   * two.
   */
  @Override
  public boolean isNeeded(State state) {
    place = state.place(chain);
    if (start == UNKNOWN) {
      start = place;
      destination = target.place(chain, place);
      AppliedFiles.warn(chain, state, place, console);
    }
    AppliedFiles.check(chain, state, place);
    plan =
        direction == Direction.UP
            ? Plan.upgrade(chain, place, destination)
            : Plan.downgrade(chain, place, destination, target.text());
    Unfinished.check(plan, state.halfway());
    return !plan.isEmpty();
  }

  @Override
  public void inspect(Session session, State state) throws SQLException {
    ForeignSchema.refuse(session, chain, state, state.place(chain));
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException, LostConnectionException {
    int backendPid = locked.session().backendPid();
    Settings settings = engine.settings();
    try (var watch = BlockerWatch.start(engine.database(), backendPid, settings)) {
      var runner = new Runner(locked, settings, console, engine.interruption(), watch);
      Halfway halfway = state.halfway();
      try {
        for (Step step : plan.steps()) {
          runner.run(step, halfway);
          ran.add(step);
          place = step.to() == null ? 0 : chain.place(step.to());
          halfway = null;
        }
      } finally {
        // Also where a later file failed: what is there now is what the last good one left.
        if (!ran.isEmpty() && locked.log() != null && !engine.interruption().isRequested()) {
          CatalogRecord.write(locked.session(), locked.table(), console);
        }
      }
    }
  }

  /** Where the database was when it was first looked at. */
  public int start() {
    return start;
  }

  /** Where it was to go; known once it was looked at. */
  public int destination() {
    return destination;
  }

  /** What was done, with {@code --json}. */
  public void printJson() {
    if (!console.json()) {
      return;
    }
    var json =
        new Json()
            .beginObject()
            .field("from", chain.id(start))
            .field("revision", chain.id(place))
            .beginArray("ran");
    for (Step step : ran) {
      json.beginObject()
          .field("revision", step.revision().id())
          .field("direction", step.direction().word())
          .endObject();
    }
    console.print(json.endArray().endObject().toString());
  }
}
