/**
 * Whatever changes a database: one connection, one lock, one job under it at a time. A new job
 * implements {@link Job} here; a new guarantee about files belongs into {@link Runner} and the two
 * ways to run one. Nothing here knows the command line.
 */
@NullMarked
package tally.migrate.run;

import org.jspecify.annotations.NullMarked;
