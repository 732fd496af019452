package tally.migrate.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tally.migrate.console.Console;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.state.State;

/** Compares the files with what the log says was run. */
public final class AppliedFiles {
  private AppliedFiles() {}

  /**
   * @param place where the database is; only what is applied there counts
   * @throws MigrationException if an up file is not what was run, or has another predecessor
   */
  static void check(Chain chain, State state, int place) {
    List<String> changed = changed(chain, state, place);
    if (!changed.isEmpty()) {
      throw new Refusal(
          Exit.FILES,
          "Changed since they were applied: "
              + String.join(", ", changed)
              + ". Nothing was run. Put the files back as they were, and write what is to change"
              + " into a new one; where nothing that runs was changed, `migrate accept REV REASON`"
              + " takes a file as it is");
    }
    for (State.Applied applied : state.applied()) {
      int at = placeOf(applied, chain, place);
      if (at > 0 && !Objects.equals(chain.id(at - 1), applied.from())) {
        throw late(chain, at, applied);
      }
    }
  }

  /** Says which down files are not what they were when their up files were run. */
  static void warn(Chain chain, State state, int place, Console console) {
    for (String file : changedDown(chain, state, place)) {
      console.warn(file + " is not what it was when its up file was applied");
    }
  }

  /** The names of the down files that are not what they were when their up files were run. */
  public static List<String> changedDown(Chain chain, State state, int place) {
    var changed = new ArrayList<String>();
    for (State.Applied applied : state.applied()) {
      int at = placeOf(applied, chain, place);
      if (at > 0 && !chain.at(at).down().sha256().equals(applied.sha256Down())) {
        changed.add(chain.at(at).down().file());
      }
    }
    return changed;
  }

  /** The names of the up files that are not what was run. */
  public static List<String> changed(Chain chain, State state, int place) {
    var changed = new ArrayList<String>();
    for (State.Applied applied : state.applied()) {
      int at = placeOf(applied, chain, place);
      if (at > 0 && !chain.at(at).up().sha256().equals(applied.sha256Up())) {
        changed.add(chain.at(at).up().file());
      }
    }
    return changed;
  }

  /** 0 if it does not count. */
  private static int placeOf(State.Applied applied, Chain chain, int place) {
    int at = applied.direction() == Direction.UP ? chain.place(applied.revision()) : 0;
    return at <= place ? at : 0;
  }

  private static MigrationException late(Chain chain, int place, State.Applied applied) {
    return new Refusal(
        Exit.STATE,
        chain.name(place - 1)
            + " came late: "
            + applied.revision()
            + ", which now follows it, was applied after "
            + (applied.from() == null ? "base" : applied.from())
            + ". Nothing was run. Give the late file a number after all that are applied");
  }
}
