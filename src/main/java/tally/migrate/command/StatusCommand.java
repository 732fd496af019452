package tally.migrate.command;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.catalog.Difference;
import tally.migrate.catalog.Drift;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.database.Database;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.run.AppliedFiles;
import tally.migrate.state.Halfway;
import tally.migrate.state.LoggedRun;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;

/** {@code status}: one screen for somebody who is tired. */
final class StatusCommand implements Command {
  private static final int MOST_APPLIED = 8;
  private static final int MOST_PENDING = 12;
  private static final int MOST_DRIFT = 5;

  /** What is to be told. */
  private record Status(
      String address, State state, int place, Map<String, LoggedRun> runs, Drift drift) {}

  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Database database = invocation.database();
    var reader = new StateReader(invocation.table());
    Status status;
    try (Session session = database.open()) {
      State state = reader.read(session);
      status =
          new Status(
              database.address(),
              state,
              state.place(chain),
              LoggedRun.last(session, state),
              Drift.of(session, state));
    } catch (SQLException e) {
      throw Unexpected.of(e);
    }
    if (invocation.console().json()) {
      json(invocation.console(), chain, status);
    } else {
      text(invocation.console(), chain, status);
    }
  }

  private static void text(Console console, Chain chain, Status status) {
    State state = status.state();
    int place = status.place();
    int pending = chain.head() - place;
    console.print("Database  " + status.address());
    console.print(
        "Revision  "
            + Listing.unmarked(chain).name(place)
            + (pending == 0 ? "" : ", " + pending + " pending"));
    Halfway halfway = state.halfway();
    if (halfway != null) {
      console.print(
          "Half-way  "
              + halfway.revision()
              + " "
              + halfway.direction().word()
              + ", after statement "
              + halfway.done()
              + ": `migrate "
              + halfway.direction().command()
              + "` goes on");
    }
    for (String file : AppliedFiles.changed(chain, state, place)) {
      console.print("Changed   " + file + ", since it was applied");
    }
    drift(console, status.drift());
    if (place > 0) {
      console.print("\nApplied, newest first");
      int last = Math.max(1, place - MOST_APPLIED + 1);
      for (int i = place; i >= last; i--) {
        LoggedRun run = status.runs().get(chain.name(i));
        console.print("  " + title(chain, i) + "  " + (run == null ? "not by us" : run.shown()));
      }
      rest(console, last - 1, "earlier");
    }
    if (pending > 0) {
      console.print("\nPending, next first");
      int last = Math.min(chain.head(), place + MOST_PENDING);
      for (int i = place + 1; i <= last; i++) {
        boolean oneWay = chain.at(i).down().irreversible() != null;
        console.print("  " + title(chain, i) + (oneWay ? "  (irreversible)" : ""));
      }
      rest(console, chain.head() - last, "more");
    }
  }

  /** Nothing where there is none, or none that is known. */
  private static void drift(Console console, Drift drift) {
    List<Difference> differences = drift.differences();
    for (Difference difference : differences.subList(0, Math.min(MOST_DRIFT, differences.size()))) {
      console.print("Drift     " + difference.message());
    }
    if (differences.size() > MOST_DRIFT) {
      console.print(
          "Drift     … " + (differences.size() - MOST_DRIFT) + " more, see `migrate check`");
    }
  }

  private static String title(Chain chain, int place) {
    return chain.name(place) + "  " + chain.at(place).description();
  }

  private static void rest(Console console, int count, String word) {
    if (count > 0) {
      console.print("  … " + count + " " + word);
    }
  }

  private static void json(Console console, Chain chain, Status status) {
    State state = status.state();
    int place = status.place();
    @Nullable Halfway halfway = state.halfway();
    var json =
        new Json()
            .beginObject()
            .field("database", status.address())
            .field("revision", chain.id(place))
            .field("head", chain.id(chain.head()))
            .field("atHead", place == chain.head())
            .field("halfway", halfway == null ? null : halfway.revision())
            .beginArray("changed");
    for (String file : AppliedFiles.changed(chain, state, place)) {
      json.element(file);
    }
    json.endArray().field("catalogRecorded", status.drift().unknown() == null);
    status.drift().json(json, "drift");
    json.beginArray("applied");
    for (int i = 1; i <= place; i++) {
      json.beginObject()
          .field("revision", chain.id(i))
          .field("description", chain.at(i).description());
      LoggedRun run = status.runs().get(chain.name(i));
      if (run != null) {
        run.json(json);
      }
      json.endObject();
    }
    json.endArray().beginArray("pending");
    for (int i = place + 1; i <= chain.head(); i++) {
      json.beginObject()
          .field("revision", chain.id(i))
          .field("description", chain.at(i).description())
          .field("irreversible", chain.at(i).down().irreversible())
          .endObject();
    }
    console.print(json.endArray().endObject().toString());
  }
}
