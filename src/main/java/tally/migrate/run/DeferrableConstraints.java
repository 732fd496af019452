package tally.migrate.run;

import java.sql.SQLException;
import tally.migrate.database.Session;

/**
 * The constraints that a transaction may leave unchecked until its commit. Between two files of one
 * transaction they are checked, as they would be if the first had committed, and put back to what
 * they were declared to be.
 */
final class DeferrableConstraints {
  /**
   * SET CONSTRAINTS ALL is not for this: it would hold for constraints that a later file makes. A
   * name that a constraint of another kind has too cannot be addressed.
   */
  private static final String STATEMENTS =
      """
      select pg_catalog.concat(
        'set constraints ' || pg_catalog.string_agg(name, ', ') || ' immediate',
        '; set constraints ' || pg_catalog.string_agg(name, ', ') filter (where deferred)
          || ' deferred')
      from (
        select pg_catalog.format('%I.%I', n.nspname, c.conname) as name,
          pg_catalog.bool_or(c.condeferred) as deferred
        from pg_catalog.pg_constraint c
        join pg_catalog.pg_namespace n on n.oid = c.connamespace
        where pg_catalog.has_schema_privilege(n.oid, 'usage')
          and not pg_catalog.pg_is_other_temp_schema(n.oid)
        group by n.nspname, c.conname
        having pg_catalog.bool_and(c.condeferrable)) as constraints
      """;

  private DeferrableConstraints() {}

  /**
   * @throws SQLException if one of them is violated
   */
  static void check(Session session) throws SQLException {
    String statements = session.value(STATEMENTS);
    if (!statements.isEmpty()) {
      session.execute(statements);
    }
  }
}
