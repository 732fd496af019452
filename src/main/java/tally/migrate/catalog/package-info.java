/**
 * What a database contains, as a text that can be kept, compared and read: written on the last row
 * of a run, and compared with what is there now. Another kind of object, or another property of
 * one, begins with its query here.
 */
@NullMarked
package tally.migrate.catalog;

import org.jspecify.annotations.NullMarked;
