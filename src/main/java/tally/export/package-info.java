/** Everything of one user, to take away. */
@NullMarked
package tally.export;

import org.jspecify.annotations.NullMarked;
