/**
 * What was asked for: command words, options, their values, and the means that a command gets. A
 * new option or word begins here; what is done about it stands in {@link tally.migrate.command}.
 */
@NullMarked
package tally.migrate.invocation;

import org.jspecify.annotations.NullMarked;
