package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.catalog.CatalogRecord;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.console.Json;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;
import tally.migrate.revision.Target;
import tally.migrate.state.Halfway;
import tally.migrate.state.LoggedRevisions;
import tally.migrate.state.State;
import tally.migrate.state.WritableTable;

/** Upgrade or downgrade: runs the files between two places, one after the other. */
public final class Travel implements Job {
  private static final int UNKNOWN = -1;

  private final Engine engine;
  private final Chain files;
  private final Direction direction;
  private final Target target;
  private final Manner manner;
  private final @Nullable DryRun dryRun;
  private final Console console;
  private final List<Step> ran = new ArrayList<>();
  private Chain chain;
  private boolean fromLog;
  private Plan plan = Plan.NOTHING;
  private int start = UNKNOWN;
  private int place = UNKNOWN;
  private int destination = UNKNOWN;
  private int confirmed = UNKNOWN;
  private @Nullable Confirmation confirmation;

  /** A way to a target, from wherever the database is found. */
  public Travel(Engine engine, Chain chain, Direction direction, Target target) {
    this(engine, chain, direction, target, Manner.FILE_BY_FILE);
  }

  public Travel(Engine engine, Chain chain, Direction direction, Target target, Manner manner) {
    this.engine = engine;
    this.files = chain;
    this.chain = chain;
    this.direction = direction;
    this.target = target;
    this.manner = manner;
    this.dryRun = manner == Manner.DRY_RUN ? new DryRun() : null;
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
    if (manner != Manner.FILE_BY_FILE) {
      refuseNoTransaction();
    }
    return !plan.isEmpty();
  }

  private void refuseNoTransaction() {
    for (Step step : plan.steps()) {
      if (!step.script().transactional()) {
        String option = manner == Manner.ATOMIC ? "--atomic" : "--dry-run";
        String command = "`migrate " + direction.command() + " ";
        throw new Refusal(
            Exit.FILES,
            step.script().file()
                + " runs outside of a transaction, which "
                + option
                + " needs. Nothing was run. "
                + (step.equals(plan.steps().get(0))
                    ? "Run it by itself first: "
                        + command
                        + name(step.to())
                        + (LoggedRevisions.contain(step.revision()) ? " --from-log`" : "`")
                    : "Go as far as the file before it: "
                        + command
                        + name(step.from())
                        + (fromLog ? " --from-log " : " ")
                        + option
                        + "`"));
      }
    }
  }

  private static String name(@Nullable String id) {
    return id == null ? "base" : id;
  }

  @Override
  public boolean leavesNothing() {
    return dryRun != null;
  }

  @Override
  public void committed(Leg leg) {
    ran.addAll(leg.steps());
  }

  @Override
  public void inspect(Session session, State state) throws SQLException {
    if (fromLog) {
      chain = LoggedRevisions.continuing(files, session, state);
    }
    ForeignSchema.refuse(session, chain, state, state.place(chain));
  }

  /** Lets the log tell what the files do not. */
  public void useLog() {
    fromLog = true;
  }

  /** Has it confirmed before it begins. */
  public void confirmBy(Confirmation newConfirmation) {
    confirmation = newConfirmation;
  }

  @Override
  public void confirm(Session session) throws SQLException {
    if (confirmation != null && leavesNothing()) {
      confirmation.warn(session, plan);
    } else if (confirmation != null) {
      confirmation.ask(session, plan);
      confirmed = place;
    }
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException, LostConnectionException {
    if (confirmed != UNKNOWN && place > confirmed) {
      throw new Refusal(
          Exit.STATE,
          "The database has moved meanwhile, from "
              + chain.name(confirmed)
              + " to "
              + chain.name(place)
              + ", and more would be undone. Nothing was run. See `migrate status`");
    }
    if (state.exists()) {
      WritableTable.require(locked.session(), state, plan.longestId());
    }
    warnOfNoReturn();
    int backendPid = locked.session().backendPid();
    Settings settings = engine.settings();
    if (dryRun != null && !state.exists()) {
      dryRun.makeVersionTable(locked.table());
    }
    try (var watch =
        BlockerWatch.start(engine.database(), backendPid, settings, console.isLive())) {
      var runner =
          new Runner(
              locked.prepared(plan.steps()),
              settings,
              plan.steps().size(),
              dryRun,
              console,
              engine.interruption(),
              watch);
      Halfway halfway = state.halfway();
      long began = System.nanoTime();
      boolean connected = true;
      try {
        for (Leg leg : Leg.of(plan, manner)) {
          runner.run(leg, halfway);
          if (dryRun == null) {
            ran.addAll(leg.steps());
            place = leg.to() == null ? 0 : chain.place(leg.to());
          }
          halfway = null;
        }
        if (plan.steps().size() > 1) {
          console.remark(
              plan.steps().size()
                  + " files in "
                  + Durations.show((System.nanoTime() - began) / 1_000_000));
        }
      } catch (LostConnectionException e) {
        connected = false;
        throw e;
      } finally {
        runner.flush();
        // Also where a later file failed: what is there now is what the last good one left.
        if (connected
            && !ran.isEmpty()
            && locked.log() != null
            && !engine.interruption().isRequested()) {
          CatalogRecord.write(locked.session(), locked.table(), console);
        }
        if (dryRun != null && !console.json()) {
          dryRun.print(console);
        }
      }
    }
  }

  /** A database that is made anew has nothing yet that could be lost. */
  private void warnOfNoReturn() {
    for (Step step : plan.steps()) {
      String reason = step.revision().down().irreversible();
      if (direction == Direction.UP && start > 0 && reason != null) {
        console.warn(
            step.revision().id()
                + " cannot be undone: "
                + reason
                + ". The only way back is a backup from before it, for instance by pg_dump");
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

  /** Says what was done, where that is asked for. */
  public void printAnswer() {
    if (console.json()) {
      console.print(json());
    } else if (dryRun != null) {
      console.print(
          (plan.isEmpty() ? "Nothing to run: the" : "Nothing was changed: the")
              + " database is at "
              + chain.name(place));
    }
  }

  private String json() {
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
    json.endArray();
    if (dryRun != null) {
      json.beginObject("dryRun").field("to", chain.id(destination));
      dryRun.json(json);
      json.endObject();
    }
    return json.endObject().toString();
  }
}
