package tally.migrate;

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
