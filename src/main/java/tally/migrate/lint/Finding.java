package tally.migrate.lint;

/**
 * A statement that a rule speaks against.
 *
 * @param file the name of the migration file
 * @param path where the file was read from
 * @param line from 1
 * @param subject the table, column or other thing it is about; empty where nothing has a name
 */
public record Finding(String file, String path, int line, Rule rule, String subject) {}
