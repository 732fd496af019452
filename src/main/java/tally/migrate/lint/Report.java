package tally.migrate.lint;

import java.util.List;

/**
 * What was found.
 *
 * @param findings in the order of the files and their lines
 * @param overlooked those that do not count, because the database has the table not yet, or with
 *     few rows
 */
public record Report(List<Finding> findings, List<Finding> overlooked) {}
