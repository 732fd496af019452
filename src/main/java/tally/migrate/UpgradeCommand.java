package tally.migrate;

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
    var travel = new Travel(invocation, Direction.UP, target);
    invocation.engine().run(travel);
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
    travel.printJson();
  }
}
