/**
 * The schema migrator: numbered SQL files, Alembic's commands, PostgreSQL only. Imports nothing of
 * the rest.
 */
@NullMarked
package tally.migrate;

import org.jspecify.annotations.NullMarked;
