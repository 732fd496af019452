package tally.migrate.revision;

import tally.migrate.script.Script;

/**
 * One step of the schema's history, with the way there and the way back.
 *
 * @param number the digits of its files' names, which give the order
 * @param id what stands in the version table: the digits verbatim, unless a directive names another
 *     id
 * @param description the rest of the files' name, with spaces for underscores
 */
public record Revision(int number, String id, String description, Script up, Script down) {}
