/**
 * The schema migrator: numbered SQL files, Alembic's commands, PostgreSQL only. Imports nothing of
 * the rest. Here is only what the program around it calls; the packages below depend on one another
 * in one order, from the bottom: {@code script}, {@code failure}, {@code console}, {@code
 * database}, {@code revision}, {@code state}, {@code catalog}, {@code lint}, {@code alembic},
 * {@code run}, {@code invocation}, {@code verify}, {@code command}.
 */
@NullMarked
package tally.migrate;

import org.jspecify.annotations.NullMarked;
