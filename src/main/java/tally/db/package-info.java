/** The database: its address, its pool, its mappers, and the embedded PostgreSQL. */
@NullMarked
package tally.db;

import org.jspecify.annotations.NullMarked;
