/** The commands of the jar, a class each. */
@NullMarked
package tally.cli;

import org.jspecify.annotations.NullMarked;
