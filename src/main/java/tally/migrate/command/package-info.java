/**
 * One class for each command word: reads what was asked for, has it done, and prints the answer.
 * What several commands print alike, and the help, stand here too; work that is more than asking
 * and answering belongs below.
 */
@NullMarked
package tally.migrate.command;

import org.jspecify.annotations.NullMarked;
