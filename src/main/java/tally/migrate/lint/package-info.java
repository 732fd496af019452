/**
 * Finds in migration files what would stop the traffic, lose rows or break the release that is
 * still running. Reads the statements' tokens; a database only tells what may be overlooked.
 */
@NullMarked
package tally.migrate.lint;

import org.jspecify.annotations.NullMarked;
