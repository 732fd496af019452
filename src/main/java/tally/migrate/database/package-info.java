/**
 * One PostgreSQL server over pgjdbc: opening a connection, sending statements, many in one round
 * trip, quoting, what an SQLSTATE means, and cancelling when the end is asked for. No table of the
 * migrator's is named here.
 */
@NullMarked
package tally.migrate.database;

import org.jspecify.annotations.NullMarked;
