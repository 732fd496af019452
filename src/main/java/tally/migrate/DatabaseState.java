package tally.migrate;

import org.jspecify.annotations.Nullable;

/**
 * Where a database is, as seen from the files of this program.
 *
 * @param relation to the files' head
 * @param revision what the version table holds, null for nothing
 */
public record DatabaseState(Relation relation, @Nullable String revision) {

  /** Where a database stands in relation to the files' head. */
  public enum Relation {
    AT_HEAD,
    /** A revision that the files have, and not their last one. */
    BEHIND,
    /** A number after the files' last one: a newer release was here. */
    AHEAD,
    /** A revision that is not among the files, or more than one. */
    UNKNOWN,
    /** Never migrated. */
    NO_VERSION_TABLE
  }

  /** Whether it has all that this program needs. */
  public boolean isUsable() {
    return relation == Relation.AT_HEAD || relation == Relation.AHEAD;
  }
}
