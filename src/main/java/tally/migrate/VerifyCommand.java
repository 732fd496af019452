package tally.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code verify}: runs every revision up, down and up again, in a scratch database. */
final class VerifyCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    try (Scratch scratch = Scratch.of(invocation)) {
      Invocation there = there(invocation, scratch);
      requireEmpty(there, scratch);
      new Verification(invocation.console(), there, scratch).run();
    } catch (SQLException e) {
      invocation.interruption().check();
      throw Unexpected.of(e);
    }
  }

  /** The same on the scratch database, its single steps not told. */
  private static Invocation there(Invocation invocation, Scratch scratch) {
    Console console = invocation.console();
    var quiet =
        new Console(
            console.out(),
            console.err(),
            !console.verbose() || console.quiet(),
            console.verbose(),
            false,
            console.colour());
    return new Invocation(
        invocation.arguments(), invocation.chain(), scratch, quiet, invocation.interruption());
  }

  private static void requireEmpty(Invocation there, Scratch scratch) throws SQLException {
    if (!scratch.isGiven()) {
      return;
    }
    try (Session session = there.database().open()) {
      State state = new StateReader(there.table()).read(session);
      Database.refusePooler(session, state);
      if (state.exists() || !CatalogReader.read(session, state.table()).isEmpty()) {
        throw new Refusal(
            Exit.STATE,
            "The scratch database at "
                + there.database().address()
                + " is not empty, and what is in it could be lost: give one that is");
      }
    }
  }

  /** All revisions, one after the other, a line for each. */
  private record Verification(Console console, Invocation there, Scratch scratch) {

    void run() throws SQLException {
      Chain chain = there.chain();
      var failed = new ArrayList<String>();
      Json json = new Json().beginObject().beginArray("revisions");
      int place = 1;
      boolean goesOn = true;
      for (; goesOn && place <= chain.head(); place++) {
        there.interruption().check();
        var trip = new RoundTrip(there, place);
        List<String> faults = trip.run();
        print(chain, place, faults);
        json(json, chain, place, faults);
        if (!faults.isEmpty()) {
          failed.add(chain.name(place));
          goesOn = trip.isApplied() && recover(place);
        }
      }
      answer(json, failed, place - 1);
    }

    /** Brings the scratch database to where a flawless round trip would have left it. */
    private boolean recover(int place) throws SQLException {
      if (!scratch.renew()) {
        return false;
      }
      RoundTrip.move(there, Direction.UP, place);
      return true;
    }

    private void print(Chain chain, int place, List<String> faults) {
      if (console.json()) {
        return;
      }
      String irreversible = chain.at(place).down().irreversible();
      console.print(
          chain.name(place)
              + "  "
              + chain.at(place).description()
              + ": "
              + (!faults.isEmpty()
                  ? "FAILED"
                  : irreversible == null ? "up, down, up" : "up only, irreversible"));
      for (String fault : faults) {
        console.print("  " + fault);
      }
    }

    private static void json(Json json, Chain chain, int place, List<String> faults) {
      boolean oneWay = chain.at(place).down().irreversible() != null;
      json.beginObject()
          .field("revision", chain.id(place))
          .field("description", chain.at(place).description())
          .field("result", !faults.isEmpty() ? "failed" : oneWay ? "irreversible" : "verified")
          .beginArray("faults");
      faults.forEach(json::element);
      json.endArray().endObject();
    }

    private void answer(Json json, List<String> failed, int tried) {
      int head = there.chain().head();
      if (console.json()) {
        json.endArray().field("verified", failed.isEmpty()).field("untried", head - tried);
        console.print(json.endObject().toString());
      }
      if (!failed.isEmpty()) {
        throw new NegativeAnswer(
            Exit.VERIFY_FAILED,
            "Not verified: "
                + String.join(", ", failed)
                + (tried < head ? "; what comes after was not tried" : ""));
      }
    }
  }
}
