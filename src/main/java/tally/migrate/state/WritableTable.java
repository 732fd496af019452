package tally.migrate.state;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * Whether a version table can take a revision. Asked only where there is something to do: a run at
 * head needs no more than to read it.
 */
public final class WritableTable {
  /** Our role's rights are the least of it: a view or another type may stand in its place. */
  private static final String FAULT =
      """
      select case
        when c.relkind not in ('r', 'p', 'f')
          and pg_catalog.pg_relation_is_updatable(c.oid, false) & 28 <> 28 then 'kind'
        when not exists (select from pg_catalog.pg_attribute a
            join pg_catalog.pg_type t on t.oid = a.atttypid
          where a.attrelid = c.oid and a.attname = 'version_num' and t.typcategory = 'S') then 'type'
        when not (pg_catalog.has_any_column_privilege(c.oid, 'insert')
          and pg_catalog.has_any_column_privilege(c.oid, 'update')
          and pg_catalog.has_table_privilege(c.oid, 'delete')) then 'rights'
      end from pg_catalog.pg_class c where c.oid = $table::pg_catalog.regclass
      """;

  private WritableTable() {}

  /**
   * Lets only tables through that can be written.
   *
   * @param table that is there, its schema known
   * @throws MigrationException if this one cannot be
   */
  public static void require(Session session, VersionTable table) throws SQLException {
    @Nullable String fault = session.value(Quote.fill(FAULT, "table", table.quoted()));
    if (fault != null) {
      throw new Refusal(Exit.STATE, message(fault, table));
    }
  }

  private static String message(String fault, VersionTable table) {
    return switch (fault) {
      case "kind" ->
          table.shown()
              + " is no table that can be written. Nothing was run. Replace it by a table, or name"
              + " another one with --version-table";
      case "type" ->
          "The column version_num of "
              + table.shown()
              + " is no text, and cannot hold a revision's id. Nothing was run. Make it one: alter"
              + " table "
              + table.quoted()
              + " alter version_num type varchar(32)";
      default ->
          "Our role may not write "
              + table.shown()
              + ". Nothing was run. Grant insert, update and delete on it, or migrate as its owner";
    };
  }
}
