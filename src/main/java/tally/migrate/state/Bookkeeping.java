package tally.migrate.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;

/**
 * Our own tables: {@code migrator.log}, a row for each attempt, and {@code migrator.progress}, a
 * row for each file without a transaction that is under way.
 *
 * <p>They only grow: a later version adds nullable columns with {@code add column if not exists},
 * and every statement names the columns it means, so that versions can share a database.
 */
public final class Bookkeeping {
  static final String SCHEMA = "migrator";
  static final String LOG = "migrator.log";
  static final String PROGRESS = "migrator.progress";

  private static final String NOT_PERMITTED = "42501";

  private static final String TABLES =
      """
      create schema if not exists migrator;
      create table if not exists migrator.log (
        id bigint generated always as identity primary key,
        version_schema text not null,
        version_table text not null,
        revision text,
        direction text not null,
        status text not null,
        version_from text,
        version_to text,
        sha256_up text,
        sha256_down text,
        down_sql text,
        database_user text not null default session_user,
        os_user text,
        host text,
        tool_version text,
        started_at timestamptz not null,
        duration_ms bigint not null,
        error text,
        note text,
        catalog text,
        catalog_sha256 text
      );
      create index if not exists log_by_revision
        on migrator.log (version_schema, version_table, revision, id);
      create table if not exists migrator.progress (
        version_schema text not null,
        version_table text not null,
        revision text not null,
        direction text not null,
        done integer not null,
        sha256 text,
        trying integer not null,
        invalid_before text not null,
        primary key (version_schema, version_table)
      )
      """;

  /** Whether both tables are there, and whether they may be written. */
  private static final String FOUND =
      """
      select l is not null and p is not null,
        has_table_privilege(l, 'select') and has_table_privilege(l, 'insert')
          and has_table_privilege(p, 'select') and has_table_privilege(p, 'insert')
          and has_table_privilege(p, 'update') and has_table_privilege(p, 'delete')
      from (select to_regclass('migrator.log')::oid as l,
        to_regclass('migrator.progress')::oid as p) as tables
      """;

  /** Advisory lock under which the tables are made, the same for every project. */
  private static final long MAKING = 0x74616c6c792e6d67L;

  private Bookkeeping() {}

  /**
   * Makes the version table and ours, where they are missing.
   *
   * @return whether ours are there and may be written
   * @throws SQLException if the version table cannot be made
   */
  public static boolean prepare(Session session, State state) throws SQLException {
    VersionTable table = state.table();
    if (!state.exists()) {
      session.execute(versionTable(table));
    }
    return state.logged() || ours(session);
  }

  /** The statement that makes the version table. */
  public static String versionTable(VersionTable table) {
    return "create table if not exists "
        + table.quoted()
        + " (version_num varchar(32) not null, constraint "
        + Quote.name(table.name() + "_pkc")
        + " primary key (version_num))";
  }

  private static boolean ours(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet found = statement.executeQuery(FOUND)) {
        found.next();
        if (found.getBoolean(1)) {
          return found.getBoolean(2);
        }
      }
      // Another project in the same database may be at this very point, under a lock of its own.
      statement.execute("begin; select pg_advisory_xact_lock(" + MAKING + ");\n" + TABLES);
      statement.execute("commit");
      return true;
    } catch (SQLException e) {
      session.rollBack();
      if (NOT_PERMITTED.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
