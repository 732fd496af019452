package tally.migrate.command;

import java.sql.SQLException;
import tally.migrate.catalog.Difference;
import tally.migrate.catalog.Drift;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.Exit;
import tally.migrate.failure.NegativeAnswer;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;

/** {@code check}: whether the database is at head, and is what the migrations left. */
final class CheckCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    try (Session session = invocation.database().open()) {
      State state = new StateReader(invocation.table()).read(session);
      int place = state.place(invocation.chain());
      requireHead(invocation.chain(), place);
      Drift drift = Drift.of(session, state);
      answer(invocation.console(), invocation.chain(), drift);
    } catch (SQLException e) {
      throw Unexpected.of(e);
    }
  }

  private static void requireHead(Chain chain, int place) {
    if (place != chain.head()) {
      throw Refusal.asAlembic(
          Exit.STATE,
          "Target database is not up to date.",
          "It is at "
              + chain.name(place)
              + ", head is "
              + chain.name(chain.head())
              + ": `migrate upgrade` goes there");
    }
  }

  private static void answer(Console console, Chain chain, Drift drift) {
    String head = chain.name(chain.head());
    int count = drift.differences().size();
    if (console.json()) {
      var json =
          new Json()
              .beginObject()
              .field("revision", chain.id(chain.head()))
              .field("atHead", true)
              .field("recorded", drift.unknown() == null)
              .field("reason", drift.unknown());
      drift.json(json, "differences");
      console.print(json.endObject().toString());
    } else if (drift.unknown() != null) {
      console.print(
          console.paint().yellow("At head, " + head + ".")
              + " What its catalog should be is not known: "
              + drift.unknown());
    } else if (count == 0) {
      console.print(
          console
              .paint()
              .green("At head, " + head + ", and the catalog is what the migrations left"));
    }
    if (count > 0) {
      if (!console.json()) {
        drift.differences().forEach(difference -> print(console, difference));
      }
      throw new NegativeAnswer(
          Exit.DRIFT,
          "The catalog is not what the migrations left: "
              + (count == 1 ? "one difference" : count + " differences")
              + ". Take back what was changed by hand, or write it into a new migration");
    }
  }

  /** A sentence; in full with {@code --verbose}. */
  static void print(Console console, Difference difference) {
    console.print(console.paint().red(difference.message()));
    if (console.verbose()) {
      print(console, "  was  ", difference.before());
      print(console, "  is   ", difference.after());
    }
  }

  private static void print(
      Console console, String label, @org.jspecify.annotations.Nullable String text) {
    if (text != null && !text.isEmpty()) {
      console.print(label + text.replace("\n", "\n       "));
    }
  }
}
