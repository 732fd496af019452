package tally.migrate.command;

import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.run.Stamp;

/** {@code stamp REV [--purge]}. */
final class StampCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    boolean purge = invocation.arguments().has(Option.PURGE);
    var stamp = new Stamp(invocation.chain(), invocation.target(""), purge, invocation.console());
    invocation.engine().run(stamp);
    stamp.printJson();
  }
}
