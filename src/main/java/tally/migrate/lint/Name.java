package tally.migrate.lint;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table, an index or the like, folded as the server does.
 *
 * @param schema null where none is written
 */
record Name(@Nullable String schema, String name) {

  /** What it is known by: the same with and without {@code public}. */
  String key() {
    return schema == null || schema.equals("public") ? name : schema + "." + name;
  }

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
