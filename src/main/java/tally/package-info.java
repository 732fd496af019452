/** The program: its entry, its configuration and its composition root. */
@NullMarked
package tally;

import org.jspecify.annotations.NullMarked;
