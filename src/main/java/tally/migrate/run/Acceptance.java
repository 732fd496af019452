package tally.migrate.run;

import java.sql.SQLException;
import tally.migrate.console.Console;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Revision;
import tally.migrate.state.AuditLog;
import tally.migrate.state.State;

/** Takes the files of an applied revision as they are now, with a reason, into the log. */
public final class Acceptance implements Job {
  private final Chain chain;
  private final int place;
  private final String reason;
  private final Console console;

  /** Takes the files at a place as they are, for a reason that goes into the log. */
  public Acceptance(Chain chain, int place, String reason, Console console) {
    this.chain = chain;
    this.place = place;
    this.reason = reason;
    this.console = console;
  }

  @Override
  public boolean isNeeded(State state) {
    Revision revision = chain.at(place);
    if (place > state.place(chain)) {
      throw new Refusal(
          Exit.STATE,
          revision.id() + " is not applied here, so that nothing is to be accepted: it just runs");
    }
    for (State.Applied applied : state.applied()) {
      if (applied.revision().equals(revision.id()) && applied.direction() == Direction.UP) {
        boolean changed =
            !applied.sha256Up().equals(revision.up().sha256())
                || !applied.sha256Down().equals(revision.down().sha256());
        if (!changed) {
          console.note(revision.id() + " has the files that were applied: nothing to accept");
        }
        return changed;
      }
    }
    throw new Refusal(
        Exit.STATE,
        revision.id() + " was not applied by this program, which compares it with nothing");
  }

  @Override
  public void run(LockedSession locked, State state) throws SQLException {
    AuditLog log = locked.log();
    if (log == null) {
      throw new Refusal(
          Exit.STATE, "There is no log that our role may write: nothing was accepted");
    }
    Revision revision = chain.at(place);
    locked.session().execute(log.accepted(revision, chain.id(place - 1), reason));
    console.note(
        "Accepted "
            + revision.up().file()
            + " and "
            + revision.down().file()
            + " as they are now: "
            + reason);
  }
}
