package tally.migrate.command;

import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Target;

/** {@code history [-v] [-r A:B] [-i]}. */
final class HistoryCommand implements Command {
  private static final int UNKNOWN = -1;

  @Override
  public void run(Invocation invocation) {
    Chain chain = invocation.chain();
    Console console = invocation.console();
    Range range = Range.of(invocation.arguments().value(Option.RANGE));
    boolean indicate = invocation.arguments().has(Option.INDICATE_CURRENT);
    int current = indicate || range.needsCurrent() ? invocation.state().place(chain) : UNKNOWN;

    int last = range.last(chain, current);
    int from = range.first(chain, current, last);
    if (range.to() != null && from > last) {
      throw Refusal.asAlembic(
          Exit.USAGE,
          "Requested range "
              + invocation.arguments().value(Option.RANGE)
              + " does not refer to ancestor/descendant revisions along the same branch",
          "The earlier one stands first");
    }
    int first = Math.max(from, 1);
    var listing = new Listing(chain, indicate ? current : UNKNOWN);
    if (console.json()) {
      var json = new Json().beginObject().beginArray("revisions");
      for (int place = last; place >= first; place--) {
        listing.json(json, place);
      }
      console.print(json.endArray().endObject().toString());
      return;
    }
    for (int place = last; place >= first; place--) {
      console.print(console.verbose() ? listing.entry(place) : listing.line(place));
    }
  }

  /**
   * Between two revisions, both included.
   *
   * @param from null for the first
   * @param to null for the last
   */
  private record Range(@Nullable Target from, @Nullable Target to) {
    static Range of(@Nullable String text) {
      if (text == null) {
        return new Range(null, null);
      }
      int colon = text.indexOf(':');
      if (colon < 0 || text.length() == 1) {
        throw Refusal.asAlembic(
            Exit.USAGE,
            "History range requires [start]:[end], [start]:, or :[end]",
            "For example -r 002:004 or -r current:");
      }
      return new Range(target(text.substring(0, colon)), target(text.substring(colon + 1)));
    }

    private static @Nullable Target target(String text) {
      return text.isEmpty() ? null : Target.parse(text);
    }

    /** A number of steps alone counts from the other end of the range. */
    boolean needsCurrent() {
      return isCurrent(from) || isCurrent(to);
    }

    private static boolean isCurrent(@Nullable Target target) {
      return target != null && target.start().equals("current");
    }

    int last(Chain chain, int current) {
      if (to == null) {
        return chain.head();
      }
      if (to.isRelative() && to.steps() > 0) {
        return to.place(chain, current, from == null ? 0 : from.place(chain, current, 0));
      }
      return to.place(chain, current, chain.head());
    }

    int first(Chain chain, int current, int last) {
      return from == null ? 1 : from.place(chain, current, last);
    }
  }
}
