package tally.migrate.command;

import org.jspecify.annotations.Nullable;
import tally.migrate.console.Json;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revision;

/** Revisions as Alembic prints them. */
final class Listing {
  private static final int UNKNOWN = -1;

  private final Chain chain;
  private final int current;

  /**
   * @param current the place to mark as current, negative for none
   */
  Listing(Chain chain, int current) {
    this.chain = chain;
    this.current = current;
  }

  static Listing unmarked(Chain chain) {
    return new Listing(chain, UNKNOWN);
  }

  /** {@code 005 (head)}. */
  String name(int place) {
    return chain.name(place)
        + (place == chain.head() ? " (head)" : "")
        + (place == current ? " (current)" : "");
  }

  /** {@code 004 -> 005 (head), add posts}. */
  String line(int place) {
    return parent(place) + " -> " + name(place) + ", " + chain.at(place).description();
  }

  /** Several lines, an empty one at the end. */
  String entry(int place) {
    Revision revision = chain.at(place);
    String comment = revision.up().comment();
    String text = comment.isEmpty() ? revision.description() : comment;
    return "Rev: "
        + name(place)
        + "\nParent: "
        + parent(place)
        + "\nPath: "
        + revision.up().path()
        + "\n\n    "
        + text.replace("\n", "\n    ")
        + "\n";
  }

  private String parent(int place) {
    @Nullable String parent = chain.id(place - 1);
    return parent == null ? "<base>" : parent;
  }

  /** One revision as {@code --json} shows it. */
  void json(Json json, int place) {
    Revision revision = chain.at(place);
    json.beginObject()
        .field("revision", revision.id())
        .field("parent", chain.id(place - 1))
        .field("description", revision.description())
        .field("comment", revision.up().comment())
        .field("path", revision.up().path())
        .field("head", place == chain.head())
        .field("irreversible", revision.down().irreversible());
    if (current != UNKNOWN) {
      json.field("current", place == current);
    }
    json.endObject();
  }
}
