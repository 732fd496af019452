/** What a database contains, as a text that can be kept, compared and read. */
@NullMarked
package tally.migrate.catalog;

import org.jspecify.annotations.NullMarked;
