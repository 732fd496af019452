package tally.migrate.lint;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables and indexes that a database has, and how far it has been migrated. */
public final class Catalog {
  /** Below, a scan or a rewrite is over before anybody notices. */
  private static final int FEW_ROWS = 10_000;

  private static final String TABLES =
      """
      select n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid),
        c.reltuples >= 0 and c.reltuples < $few
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
      """
          .replace("$few", Integer.toString(FEW_ROWS));

  private static final String INDEXES =
      """
      select i.relname, n.nspname, t.relname, x.indisunique
      from pg_catalog.pg_index x
        join pg_catalog.pg_class i on i.oid = x.indexrelid
        join pg_catalog.pg_class t on t.oid = x.indrelid
        join pg_catalog.pg_namespace n on n.oid = t.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      """;

  /** Those that say nothing of other rows: checks, not nulls and foreign keys. */
  private static final String CONSTRAINTS =
      "select conname from pg_catalog.pg_constraint where contype in ('c', 'n', 'f')";

  private final int applied;
  private final Set<String> tables = new HashSet<>();
  private final Set<String> small = new HashSet<>();
  private final Map<String, Name> indexes = new HashMap<>();
  private final Set<String> uniques = new HashSet<>();
  private final Set<String> notUnique = new HashSet<>();

  private Catalog(int applied) {
    this.applied = applied;
  }

  /** Where no database is asked: each file may be the only one of its run, on large tables. */
  public static Catalog none() {
    return new Catalog(Integer.MAX_VALUE);
  }

  /**
   * What a database says; three queries.
   *
   * @param applied how many revisions it has
   */
  public static Catalog read(Connection connection, int applied) throws SQLException {
    var catalog = new Catalog(applied);
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(TABLES)) {
        while (row.next()) {
          catalog.table(row);
        }
      }
      try (ResultSet row = statement.executeQuery(INDEXES)) {
        while (row.next()) {
          catalog.indexes.put(row.getString(1), new Name(row.getString(2), row.getString(3)));
          if (row.getBoolean(4)) {
            catalog.uniques.add(row.getString(1));
          }
        }
      }
      try (ResultSet row = statement.executeQuery(CONSTRAINTS)) {
        while (row.next()) {
          catalog.notUnique.add(row.getString(1));
        }
      }
    }
    return catalog;
  }

  private void table(ResultSet row) throws SQLException {
    String name = row.getString(2);
    add(new Name(row.getString(1), name).key(), row.getBoolean(4));
    if (row.getBoolean(3)) {
      add(name, row.getBoolean(4));
    }
  }

  private void add(String key, boolean few) {
    tables.add(key);
    if (few) {
      small.add(key);
    }
  }

  /**
   * @param place of a revision, from 1
   */
  boolean isPending(int place) {
    return place > applied;
  }

  boolean has(Name table) {
    return tables.contains(table.key());
  }

  /** Whether it has few rows, and the server knows it from ANALYZE. */
  boolean isSmall(@Nullable Name table) {
    return table != null && small.contains(table.key());
  }

  @Nullable Name tableOf(String index) {
    return indexes.get(index);
  }

  /** Whether an index, which may be that of a constraint of its name, is unique. */
  boolean isUnique(String index) {
    return uniques.contains(index);
  }

  /** Whether a constraint of that name is known, and is of another kind. */
  boolean isNotUnique(String constraint) {
    return notUnique.contains(constraint) && !isUnique(constraint);
  }
}
