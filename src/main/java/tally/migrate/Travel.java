package tally.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Upgrade or downgrade: runs the files between two places, one after the other. */
final class Travel implements Job {
  private static final int UNKNOWN = -1;

  private final Invocation invocation;
  private final Chain chain;
  private final Direction direction;
  private final Target target;
  private final Console console;
  private final List<Step> ran = new ArrayList<>();
  private Plan plan = Plan.NOTHING;
  private int start = UNKNOWN;
  private int place = UNKNOWN;
  private int destination = UNKNOWN;

  Travel(Invocation invocation, Direction direction, Target target) {
    this.invocation = invocation;
    this.chain = invocation.chain();
    this.direction = direction;
    this.target = target;
    this.console = invocation.console();
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
    Settings settings = invocation.settings();
    try (var watch = BlockerWatch.start(invocation.database(), backendPid, settings)) {
      var runner = new Runner(locked, settings, console, invocation.interruption(), watch);
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
        if (!ran.isEmpty() && !invocation.interruption().isRequested()) {
          CatalogRecord.write(locked, console);
        }
      }
    }
  }

  /** Where the database was when it was first looked at. */
  int start() {
    return start;
  }

  int destination() {
    return destination;
  }

  /** What was done, with {@code --json}. */
  void printJson() {
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
