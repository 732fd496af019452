package tally.migrate.command;

import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Target;

/** {@code show REV}. */
final class ShowCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Target target = invocation.target("");
    int current = target.needsCurrent() ? invocation.state().place(chain) : 0;
    int place = target.place(chain, current);
    if (place == 0) {
      throw Refusal.asAlembic(
          Exit.STATE,
          "Can't locate revision identified by '" + target.text() + "'",
          "It is base, before the first revision: there is nothing to show");
    }
    Listing listing = Listing.unmarked(chain);
    Console console = invocation.console();
    if (console.json()) {
      var json = new Json();
      listing.json(json, place);
      console.print(json.toString());
    } else {
      console.print(listing.entry(place));
    }
  }
}
