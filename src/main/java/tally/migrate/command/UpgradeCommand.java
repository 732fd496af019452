package tally.migrate.command;

import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Target;
import tally.migrate.run.Engine;
import tally.migrate.run.Travel;

/** {@code upgrade [REV]}. */
final class UpgradeCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Target target = invocation.target("head");
    if (target.isRelative() && target.steps() < 0) {
      throw new Refusal(
          Exit.USAGE,
          "`upgrade` goes forward: `migrate downgrade " + target.text() + "` goes back");
    }
    Chain chain = invocation.chain();
    Engine engine = invocation.engine();
    var travel = new Travel(engine, invocation.chain(), Direction.UP, target, invocation.manner());
    engine.run(travel);
    if (travel.destination() < travel.start()) {
      invocation
          .console()
          .note(
              "Nothing to upgrade: the database is at "
                  + chain.name(travel.start())
                  + ", later than "
                  + chain.name(travel.destination())
                  + "; `migrate downgrade "
                  + chain.name(travel.destination())
                  + "` goes back");
    }
    travel.printAnswer();
  }
}
