/**
 * The files as one history: pairs, numbered without a gap, the places between them, and the steps
 * from one place to another. Decides from files alone; where a database is, it is told.
 */
@NullMarked
package tally.migrate.revision;

import org.jspecify.annotations.NullMarked;
