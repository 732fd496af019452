package tally.migrate.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.catalog.Catalog;
import tally.migrate.catalog.CatalogReader;
import tally.migrate.catalog.Difference;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.StatementFailedException;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Revision;
import tally.migrate.revision.Target;
import tally.migrate.run.Engine;
import tally.migrate.run.Travel;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;

/** One revision up, down and up again, the catalog compared on the way. */
final class RoundTrip {
  private final Invocation invocation;
  private final int place;
  private final List<String> faults = new ArrayList<>();
  private boolean applied;

  /**
   * @param invocation on the scratch database
   */
  RoundTrip(Invocation invocation, int place) {
    this.invocation = invocation;
    this.place = place;
  }

  /** Returns what is wrong; nothing for a revision that has no way back. */
  List<String> run() throws SQLException {
    Catalog before = catalog();
    applied = moves("the up", Direction.UP, place);
    if (!applied || revision().down().irreversible() != null) {
      return faults;
    }
    Catalog after = catalog();
    if (moves("the down", Direction.DOWN, place - 1)) {
      compare("after the down", before);
      if (moves("the second up", Direction.UP, place)) {
        compare("after the second up", after);
      }
    }
    return faults;
  }

  /** Whether at least the first up ran. */
  boolean isApplied() {
    return applied;
  }

  private Revision revision() {
    return invocation.chain().at(place);
  }

  /** Returns false, and notes why, if its statements do not run. */
  private boolean moves(String step, Direction direction, int to) {
    try {
      move(invocation, direction, to);
      return true;
    } catch (StatementFailedException e) {
      faults.add(step + " failed: " + e.failure().headline());
      return false;
    } catch (MigrationException e) {
      if (e.exit() != Exit.STOPPED_HALFWAY) {
        throw e;
      }
      faults.add(step + " failed: " + e.getMessage());
      return false;
    }
  }

  static void move(Invocation invocation, Direction direction, int to) {
    Target target = Target.parse(invocation.chain().name(to));
    Engine engine = invocation.engine();
    engine.run(new Travel(engine, invocation.chain(), direction, target));
  }

  private void compare(String moment, Catalog expected) throws SQLException {
    for (Difference difference : expected.differences(catalog())) {
      faults.add(moment + ": " + difference.message());
    }
  }

  private Catalog catalog() throws SQLException {
    try (Session session = invocation.database().open()) {
      State state = new StateReader(invocation.table()).read(session);
      return CatalogReader.read(session, state.table());
    }
  }
}
