package tally.migrate;

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
    var travel = new Travel(invocation, Direction.DOWN, target);
    invocation.engine().run(travel);
    travel.printJson();
  }
}
