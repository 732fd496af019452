/**
 * Proves each way back, in a scratch database that is made for it and dropped. Runs the files with
 * the same jobs as a real upgrade and downgrade; what only {@code verify} needs of them stands
 * here.
 */
@NullMarked
package tally.migrate.verify;

import org.jspecify.annotations.NullMarked;
