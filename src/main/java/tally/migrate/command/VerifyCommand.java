package tally.migrate.command;

import java.sql.SQLException;
import tally.migrate.catalog.CatalogReader;
import tally.migrate.console.Console;
import tally.migrate.database.Database;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;
import tally.migrate.verify.Scratch;
import tally.migrate.verify.Verification;

/** {@code verify}: runs every revision up, down and up again, in a scratch database. */
final class VerifyCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    try (Scratch scratch = Scratch.of(invocation)) {
      Invocation there = there(invocation, scratch);
      requireEmpty(there, scratch);
      new Verification(there, scratch, invocation.console()).run();
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
            console.terminal());
    return new Invocation(
        invocation.arguments(), invocation.chain(), scratch, quiet, invocation.interruption());
  }

  private static void requireEmpty(Invocation there, Scratch scratch) throws SQLException {
    if (!scratch.isGiven()) {
      return;
    }
    try (Session session = there.database().open()) {
      State state = new StateReader(there.table()).read(session);
      Database.refusePooler(session, state.backendPid());
      if (state.exists() || !CatalogReader.read(session, state.table()).isEmpty()) {
        throw new Refusal(
            Exit.STATE,
            "The scratch database at "
                + there.database().address()
                + " is not empty, and what is in it could be lost: give one that is");
      }
    }
  }
}
