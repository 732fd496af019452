package tally.migrate.command;

import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Target;
import tally.migrate.run.Confirmation;
import tally.migrate.run.Engine;
import tally.migrate.run.Travel;

/** {@code downgrade REV}. */
final class DowngradeCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Target target = invocation.target("");
    if (target.isRelative() && target.steps() > 0) {
      throw new Refusal(
          Exit.USAGE,
          "`downgrade` goes back: `migrate upgrade " + target.text() + "` goes forward");
    }
    Engine engine = invocation.engine();
    var travel =
        new Travel(engine, invocation.chain(), Direction.DOWN, target, invocation.manner());
    if (invocation.arguments().has(Option.FROM_LOG)) {
      travel.useLog();
    }
    boolean agreed = invocation.arguments().has(Option.YES);
    travel.confirmBy(new Confirmation(invocation.console(), invocation.interruption(), agreed));
    engine.run(travel);
    travel.printAnswer();
  }
}
