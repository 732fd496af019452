/** Conversations of a user, and their messages. */
@NullMarked
package tally.conversations;

import org.jspecify.annotations.NullMarked;
