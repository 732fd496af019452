package tally.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Upgrade or downgrade: runs the files between two places, one after the other. */
final class Travel implements Job {
  private static final int UNKNOWN = -1;

  private final Chain chain;
  private final Direction direction;
  private final Target target;
  private final Database database;
  private final Settings settings;
  private final Console console;
  private final Interruption interruption;
  private final List<Step> ran = new ArrayList<>();
  private Plan plan = Plan.NOTHING;
  private int start = UNKNOWN;
  private int destination = UNKNOWN;

  Travel(
      Chain chain,
      Direction direction,
      Target target,
      Database database,
      Settings settings,
      Console console,
      Interruption interruption) {
    this.chain = chain;
    this.direction = direction;
    this.target = target;
    this.database = database;
    this.settings = settings;
    this.console = console;
    this.interruption = interruption;
  }

  /**
   * Asked again, it goes to the same place: two {@code downgrade -1} at once go one step back, not
   * two.
   */
  @Override
  public boolean isNeeded(State state) {
    int from = state.place(chain);
    if (start == UNKNOWN) {
      start = from;
      destination = target.place(chain, from);
      AppliedFiles.check(chain, state, from, console);
    }
    plan =
        direction == Direction.UP
            ? Plan.upgrade(chain, from, destination)
            : Plan.downgrade(chain, from, destination, target.text());
    return !plan.isEmpty();
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException, LostConnectionException {
    int backendPid = locked.session().backendPid();
    try (var watch = BlockerWatch.start(database, backendPid, settings)) {
      var runner = new Runner(locked, settings, console, interruption, watch);
      for (Step step : plan.steps()) {
        runner.run(step, null);
        ran.add(step);
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

  /** The steps that were run, in their order. */
  List<Step> ran() {
    return ran;
  }
}
