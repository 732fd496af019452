package tally.migrate.revision;

import tally.migrate.script.Script;

/**
 * One step of the schema's history, with the way there and the way back.
 *
 * @param number the digits of its files' names, which give the order
 * @param id what stands in the version table: the digits verbatim, unless a directive names another
 *     id
 * @param name the rest of the files' name
 */
public record Revision(int number, String id, String name, Script up, Script down) {

  /** The name for people, with spaces for underscores. */
  public String description() {
    return name.replace('_', ' ');
  }
}
