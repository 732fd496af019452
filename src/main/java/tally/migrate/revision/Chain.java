package tally.migrate.revision;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * The revisions in their order, and the places between which a database moves: 0 is base, n the
 * place after the n-th revision, the last one head.
 */
public final class Chain {
  private static final int MOST_DIGITS = 9;

  private final Revisions revisions;

  public Chain(Revisions revisions) {
    this.revisions = revisions;
  }

  /** This chain up to a place, and from there on another one. */
  public Chain continued(int place, List<Revision> later) {
    return new Chain(revisions.continued(place, later));
  }

  /** The last place. */
  public int head() {
    return revisions.list().size();
  }

  /** The revision that leads to a place, from 1. */
  public Revision at(int place) {
    return revisions.list().get(place - 1);
  }

  /** What the version table holds at a place, null at base. */
  public @Nullable String id(int place) {
    return place == 0 ? null : at(place).id();
  }

  /** The id at a place, for people. */
  public String name(int place) {
    return place == 0 ? "base" : at(place).id();
  }

  /** The place of an id, 0 where no file has it. */
  public int place(String id) {
    return revisions.position(id) + 1;
  }

  /**
   * The place that a word means: {@code base}, {@code head}, an id, or the beginning of exactly one
   * id.
   *
   * @throws MigrationException if it means none or several
   */
  public int locate(String word) {
    if (word.equals("base")) {
      return 0;
    }
    if (word.equals("head") || word.equals("heads")) {
      return head();
    }
    List<Revision> meant = word.isEmpty() ? List.of() : revisions.byPrefix(word);
    if (meant.isEmpty()) {
      throw unknown(word);
    }
    if (meant.size() > 1) {
      throw ambiguous(word, meant);
    }
    return place(meant.get(0).id());
  }

  private static MigrationException ambiguous(String prefix, List<Revision> candidates) {
    var list = new StringBuilder();
    for (Revision candidate : candidates) {
      list.append(list.isEmpty() ? "'" : ", '").append(candidate.id()).append('\'');
    }
    return Refusal.asAlembic(
        Exit.STATE,
        "Multiple revisions start with '" + prefix + "': " + list,
        "Write more of the one that is meant");
  }

  /** The refusal of an id that no file has. */
  public MigrationException unknown(String id) {
    return cannotLocate(
        id,
        head() == 0
            ? "There are no migration files"
            : "The files have " + name(1) + " to " + name(head()) + "; see `migrate history`");
  }

  /** The refusal of a version that a database is at and no file has. */
  public MigrationException unknownVersion(String version) {
    return cannotLocate(
        version,
        isLater(version)
            ? "The database is at "
                + version
                + ", later than these files, which end at "
                + name(head())
                + ": use the release that brought it there; or go back without it, with the SQL that"
                + " it left in the log: `migrate downgrade "
                + name(head())
                + " --from-log`"
            : "The database is at it, and these files do not have it: use those that brought it"
                + " there; or go back with the SQL that they left in the log, `migrate downgrade REV"
                + " --from-log`; or, if its schema is known to be that of another revision, `migrate"
                + " stamp --purge REV`");
  }

  private static MigrationException cannotLocate(String id, String advice) {
    return Refusal.asAlembic(
        Exit.STATE, "Can't locate revision identified by '" + id + "'", advice);
  }

  /** Whether an id that no file has is a number after the last file's. */
  public boolean isLater(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    int last = head() == 0 ? 0 : at(head()).number();
    return !id.isEmpty() && id.length() <= MOST_DIGITS && Integer.parseInt(id) > last;
  }
}
