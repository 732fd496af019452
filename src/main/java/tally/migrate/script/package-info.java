/**
 * What one migration file says: its name, directives and statements, each with the line it stands
 * on. Cuts PostgreSQL's text as psql does. Collects every {@link Fault} and throws none; knows no
 * second file, no database and no command.
 */
@NullMarked
package tally.migrate.script;

import org.jspecify.annotations.NullMarked;
