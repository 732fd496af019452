/**
 * How a command ends when it does not end well: the exit statuses and the exceptions that carry
 * them with a sentence for people. What is said to whom, and as JSON or not, is no concern of
 * theirs.
 */
@NullMarked
package tally.migrate.failure;

import org.jspecify.annotations.NullMarked;
