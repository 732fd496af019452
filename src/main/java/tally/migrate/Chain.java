package tally.migrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revisions in their order, and the places between which a database moves: 0 is base, n the
 * place after the n-th revision, the last one head.
 */
final class Chain {
  private static final int MOST_DIGITS = 9;

  private final List<Revision> revisions;
  private final Map<String, Integer> places;

  Chain(List<Revision> revisions) {
    this.revisions = revisions;
    this.places = new HashMap<>(2 * revisions.size());
    for (int i = 0; i < revisions.size(); i++) {
      places.put(revisions.get(i).id(), i + 1);
    }
  }

  List<Revision> revisions() {
    return revisions;
  }

  /** The last place. */
  int head() {
    return revisions.size();
  }

  /** The revision that leads to a place, from 1. */
  Revision at(int place) {
    return revisions.get(place - 1);
  }

  /** What the version table holds at a place, null at base. */
  @Nullable String id(int place) {
    return place == 0 ? null : at(place).id();
  }

  /** The id at a place, for people. */
  String name(int place) {
    return place == 0 ? "base" : at(place).id();
  }

  /** The place of an id, -1 where no file has it. */
  int place(String id) {
    return places.getOrDefault(id, -1);
  }

  /** Whether an id that no file has is a number after the last file's. */
  boolean isLater(String id) {
    int last = revisions.isEmpty() ? 0 : at(head()).number();
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= MOST_DIGITS && Integer.parseInt(id) > last;
  }

  /**
   * The place that a word means: {@code base}, {@code head}, an id, or the beginning of exactly one
   * id.
   *
   * @throws MigrationException if it means none or several
   */
  int locate(String word) {
    if (word.equals("base")) {
      return 0;
    }
    if (word.equals("head") || word.equals("heads")) {
      return head();
    }
    int place = place(word);
    return place > 0 ? place : byPrefix(word);
  }

  private int byPrefix(String prefix) {
    int found = -1;
    StringBuilder several = new StringBuilder();
    for (int i = 0; i < revisions.size(); i++) {
      String id = revisions.get(i).id();
      if (!prefix.isEmpty() && id.startsWith(prefix)) {
        found = found < 0 ? i + 1 : 0;
        several.append(several.length() == 0 ? "'" : ", '").append(id).append('\'');
      }
    }
    if (found < 0) {
      throw unknown(prefix);
    }
    if (found == 0) {
      throw MigrationException.asAlembic(
          Exit.STATE,
          "Multiple revisions start with '" + prefix + "': " + several,
          "Write more of the one that is meant");
    }
    return found;
  }

  /** The refusal of an id that no file has. */
  MigrationException unknown(String id) {
    String advice =
        revisions.isEmpty()
            ? "There are no migration files"
            : "The files have " + name(1) + " to " + name(head()) + "; see `migrate history`";
    return MigrationException.asAlembic(
        Exit.STATE, "Can't locate revision identified by '" + id + "'", advice);
  }
}
