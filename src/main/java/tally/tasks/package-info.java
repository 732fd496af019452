/** Tasks of a user. */
@NullMarked
package tally.tasks;

import org.jspecify.annotations.NullMarked;
