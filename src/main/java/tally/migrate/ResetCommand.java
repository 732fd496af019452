package tally.migrate;

import java.util.Objects;

/** {@code reset --confirm DATABASE}. */
final class ResetCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    String confirmed = invocation.arguments().value(Option.CONFIRM);
    invocation
        .engine()
        .run(new Reset(Objects.requireNonNullElse(confirmed, ""), invocation.console()));
    var travel = new Travel(invocation, Direction.UP, Target.parse("head"));
    invocation.engine().run(travel);
    travel.printJson();
  }
}
