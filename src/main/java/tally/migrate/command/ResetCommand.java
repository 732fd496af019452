package tally.migrate.command;

import java.util.Objects;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Target;
import tally.migrate.run.Engine;
import tally.migrate.run.Reset;
import tally.migrate.run.Travel;

/** {@code reset --confirm DATABASE}. */
final class ResetCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    String confirmed = invocation.arguments().value(Option.CONFIRM);
    Engine engine = invocation.engine();
    engine.run(new Reset(Objects.requireNonNullElse(confirmed, ""), invocation.console()));
    var travel = new Travel(engine, invocation.chain(), Direction.UP, Target.parse("head"));
    engine.run(travel);
    travel.printAnswer();
  }
}
