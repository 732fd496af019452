package tally.migrate.command;

import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Chain;

/** {@code current [-v] [--check-heads]}. */
final class CurrentCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Console console = invocation.console();
    int place = invocation.state().place(chain);
    if (invocation.arguments().has(Option.CHECK_HEADS) && place != chain.head()) {
      throw Refusal.asAlembic(
          Exit.STATE,
          "Database is not on all head revisions",
          "It is at "
              + chain.name(place)
              + ", head is "
              + chain.name(chain.head())
              + ": `migrate upgrade` goes there");
    }
    Listing listing = Listing.unmarked(chain);
    if (console.json()) {
      console.print(
          new Json()
              .beginObject()
              .field("revision", chain.id(place))
              .field("description", place == 0 ? null : chain.at(place).description())
              .field("head", chain.id(chain.head()))
              .field("atHead", place == chain.head())
              .endObject()
              .toString());
      return;
    }
    if (console.verbose()) {
      console.print("Current revision(s) for " + invocation.database().address() + ":");
    }
    if (place > 0) {
      console.print(console.verbose() ? listing.entry(place) : listing.name(place));
    }
  }
}
