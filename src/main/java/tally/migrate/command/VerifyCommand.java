package tally.migrate.command;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.catalog.CatalogReader;
import tally.migrate.console.Console;
import tally.migrate.database.Database;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.Exit;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revision;
import tally.migrate.script.Fault;
import tally.migrate.script.Script;
import tally.migrate.script.ServerWide;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;
import tally.migrate.verify.Scratch;
import tally.migrate.verify.Verification;

/** {@code verify}: runs every revision up, down and up again, in a scratch database. */
final class VerifyCommand implements Command {
  private static final String BEYOND =
      " changes more than its database, and so the server that people work with. Nothing was run:"
          + " name an empty database of a server that may be changed with --scratch";

  @Override
  public void run(Invocation invocation) {
    if (!invocation.arguments().has(Option.SCRATCH)) {
      refuseServerWide(invocation.chain());
    }
    try (Scratch scratch = Scratch.of(invocation)) {
      Invocation there = there(invocation, scratch);
      requireEmpty(there, scratch);
      new Verification(there, scratch, invocation.console()).run();
    } catch (SQLException e) {
      invocation.interruption().check();
      throw Unexpected.of(e);
    }
  }

  /** A scratch database is nothing of its own to a statement that changes the whole server. */
  private static void refuseServerWide(Chain chain) {
    var faults = new ArrayList<Fault>();
    for (int place = 1; place <= chain.head(); place++) {
      Revision revision = chain.at(place);
      for (Script script : List.of(revision.up(), revision.down())) {
        for (SqlStatement statement : script.statements()) {
          String what = ServerWide.of(statement);
          if (what != null) {
            faults.add(new Fault(script.file(), statement.line(), what + BEYOND));
          }
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidFilesException(faults);
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
