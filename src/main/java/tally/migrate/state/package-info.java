/**
 * What the migrator keeps in a database: the version table, and in schema {@code migrator} the log
 * and the progress of files without a transaction. Reads it, and writes the statements that change
 * it; when they run is decided in {@link tally.migrate.run}.
 */
@NullMarked
package tally.migrate.state;

import org.jspecify.annotations.NullMarked;
