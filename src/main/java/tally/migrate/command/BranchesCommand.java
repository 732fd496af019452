package tally.migrate.command;

import tally.migrate.invocation.Invocation;

/** {@code branches}: numbered files have none, and Alembic prints nothing then. */
final class BranchesCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    if (invocation.console().json()) {
      invocation.console().print("{\"branches\":[]}");
    }
  }
}
