package tally.migrate.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.NegativeAnswer;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Revision;

/** All revisions, one round trip after the other, a line for each. */
public final class Verification {
  private final Invocation there;
  private final Chain chain;
  private final Scratch scratch;
  private final Console console;
  private final List<String> failed = new ArrayList<>();
  private final Json json = new Json().beginObject().beginArray("revisions");

  /**
   * Prepares; nothing is run yet.
   *
   * @param there the command, on the scratch database
   * @param console where the answer goes
   */
  public Verification(Invocation there, Scratch scratch, Console console) {
    this.there = there;
    this.chain = there.chain();
    this.scratch = scratch;
    this.console = console;
  }

  /**
   * Runs all, and prints the answer.
   *
   * @throws NegativeAnswer if one of them failed
   */
  public void run() throws SQLException {
    int tried = 0;
    boolean goesOn = true;
    while (goesOn && tried < chain.head()) {
      tried++;
      there.interruption().check();
      var trip = new RoundTrip(there, tried);
      List<String> faults = trip.run();
      tell(tried, faults);
      if (!faults.isEmpty()) {
        failed.add(chain.name(tried));
        goesOn = trip.isApplied() && recover(tried);
      }
    }
    answer(chain.head() - tried);
  }

  /** Brings the scratch database to where a flawless round trip would have left it. */
  private boolean recover(int place) throws SQLException {
    if (!scratch.renew()) {
      return false;
    }
    RoundTrip.move(there, Direction.UP, place);
    return true;
  }

  private void tell(int place, List<String> faults) {
    Revision revision = chain.at(place);
    boolean oneWay = revision.down().irreversible() != null;
    if (console.json()) {
      json.beginObject()
          .field("revision", revision.id())
          .field("description", revision.description())
          .field("result", !faults.isEmpty() ? "failed" : oneWay ? "irreversible" : "verified")
          .beginArray("faults");
      faults.forEach(json::element);
      json.endArray().endObject();
      return;
    }
    String result = oneWay ? "up only, irreversible" : "up, down, up";
    console.print(
        revision.id()
            + "  "
            + revision.description()
            + ": "
            + (faults.isEmpty() ? console.paint().green(result) : console.paint().red("FAILED")));
    faults.forEach(fault -> console.print("  " + fault));
  }

  private void answer(int untried) {
    if (console.json()) {
      json.endArray().field("verified", failed.isEmpty()).field("untried", untried);
      console.print(json.endObject().toString());
    }
    if (!failed.isEmpty()) {
      throw new NegativeAnswer(
          Exit.VERIFY_FAILED,
          "Not verified: "
              + String.join(", ", failed)
              + (untried > 0 ? "; what comes after was not tried" : ""));
    }
  }
}
