package tally.migrate.command;

import java.sql.SQLException;
import tally.migrate.catalog.Drift;
import tally.migrate.console.Console;
import tally.migrate.database.Database;
import tally.migrate.database.DatabaseEncoding;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.NegativeAnswer;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.run.InvalidIndexes;
import tally.migrate.run.OtherSession;
import tally.migrate.state.FailedRun;
import tally.migrate.state.LoggedRun;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;

/** {@code status}: one screen for somebody who is tired. */
final class StatusCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Database database = invocation.database();
    var reader = new StateReader(invocation.table());
    try (Session session = database.open()) {
      State state = reader.read(session);
      String encoding = DatabaseEncoding.fault(session.connection());
      var status =
          new Status(
              database.address(),
              invocation.chain(),
              state,
              encoding,
              OtherSession.migrating(session, state.table()),
              LoggedRun.last(session, state),
              state.versions().isEmpty() ? LoggedRun.lastVersion(session, state) : null,
              FailedRun.last(session, state),
              Drift.of(session, state),
              new InvalidIndexes(session).all());
      print(invocation, status);
    } catch (SQLException e) {
      throw Unexpected.of(e);
    }
  }

  /**
   * Also where the version means nothing to the files, as far as that can be told.
   *
   * @throws MigrationException if it does
   */
  private static void print(Invocation invocation, Status status) {
    Chain chain = invocation.chain();
    if (invocation.console().json()) {
      printJson(invocation.console(), status);
      return;
    }
    var screen = new StatusScreen(invocation.console(), status);
    screen.printTop();
    screen.printRevisions(status.state().place(chain));
  }

  private static void printJson(Console console, Status status) {
    try {
      console.print(status.json(status.state().place(status.chain()), null));
    } catch (Refusal e) {
      console.print(status.json(0, e.getMessage()));
      throw new NegativeAnswer(e.exit(), String.valueOf(e.getMessage()));
    }
  }
}
