package tally.migrate.command;

import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;

/** {@code validate}: when it is asked to run, the files have been read and found to be in order. */
final class ValidateCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Console console = invocation.console();
    int count = chain.head();
    if (console.json()) {
      console.print(
          new Json()
              .beginObject()
              .field("valid", true)
              .field("revisions", count)
              .field("head", chain.id(count))
              .endObject()
              .toString());
    } else {
      console.print(
          count
              + (count == 1 ? " revision, " : " revisions, ")
              + chain.name(1)
              + " to "
              + chain.name(count)
              + ": in order");
    }
  }
}
