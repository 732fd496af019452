package tally.migrate.command;

import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;

/** {@code heads [-v]}. */
final class HeadsCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Console console = invocation.console();
    Listing listing = Listing.unmarked(chain);
    int head = chain.head();
    if (console.json()) {
      var json = new Json().beginObject().beginArray("heads");
      if (head > 0) {
        listing.json(json, head);
      }
      console.print(json.endArray().endObject().toString());
    } else if (head > 0) {
      console.print(console.verbose() ? listing.entry(head) : listing.name(head));
    }
  }
}
