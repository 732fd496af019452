/**
 * Words going out and coming in: the two output streams, JSON, times as people write them. Knows
 * nothing of migrations.
 */
@NullMarked
package tally.migrate.console;

import org.jspecify.annotations.NullMarked;
