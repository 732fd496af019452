/**
 * Makes pairs of files out of what Alembic prints with {@code --sql}. Text in, files out, no
 * database; Alembic's words on our own output stand with the commands that print them.
 */
@NullMarked
package tally.migrate.alembic;

import org.jspecify.annotations.NullMarked;
