package tally.migrate.run;

import tally.migrate.console.Json;

/**
 * A lock that a statement took on a table, or on what is like one.
 *
 * @param table its name, with its schema unless that is public
 */
record TableLock(String table, LockMode mode) implements Comparable<TableLock> {
  /** {@code ACCESS EXCLUSIVE on tasks (blocks reads and writes)}. */
  String shown() {
    return mode.words() + " on " + table + " (blocks " + mode.blocks() + ")";
  }

  void json(Json json) {
    json.beginObject()
        .field("table", table)
        .field("mode", mode.words())
        .field("blocks", mode.blocks())
        .endObject();
  }

  /** The strongest first. */
  @Override
  public int compareTo(TableLock other) {
    int byMode = other.mode.compareTo(mode);
    return byMode == 0 ? table.compareTo(other.table) : byMode;
  }
}
