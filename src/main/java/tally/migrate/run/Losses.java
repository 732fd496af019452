package tally.migrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.lint.Loss;

/**
 * Counts what scripts are about to take away: exactly where that is quick, otherwise by the
 * server's own estimate. Takes a few seconds at most, and waits for nobody.
 */
final class Losses {
  private static final int MOST_COUNTED = 100_000;
  private static final Duration FOR_ONE = Duration.ofSeconds(2);
  private static final Duration FOR_ALL = Duration.ofSeconds(5);

  private static final String TABLE =
      """
      select c.oid::pg_catalog.regclass::text, c.reltuples::pg_catalog.int8
      from pg_catalog.pg_class c
      where c.oid = pg_catalog.to_regclass($table) and c.relkind in ('r', 'p', 'f')
      """;

  private static final String COLUMN =
      """
      select c.oid::pg_catalog.regclass::text || '.' || a.attname, c.reltuples::pg_catalog.int8,
        (select (c.reltuples * (1 - s.null_frac))::pg_catalog.int8 from pg_catalog.pg_stats s
          where s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
            and not s.inherited)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid
      where c.oid = pg_catalog.to_regclass($table) and a.attname = $column and a.attnum > 0
      """;

  /** Those whose rows go with the rows of a table, by foreign keys over any number of tables. */
  private static final String REFERENCING =
      """
      with recursive emptied (id) as (
        select pg_catalog.to_regclass($table)::pg_catalog.oid
        union
        select k.conrelid from emptied e join pg_catalog.pg_constraint k
          on k.confrelid = e.id and k.contype = 'f' and (k.confdeltype = 'c' or $cascade))
      select id::pg_catalog.regclass::text as name from emptied
      where id <> pg_catalog.to_regclass($table) order by name
      """;

  private static final String SCHEMA =
      """
      select c.relname from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $schema and c.relkind in ('r', 'p', 'f') and not c.relispartition
      order by c.relname
      """;

  private final Session session;
  private final long deadline = System.nanoTime() + FOR_ALL.toNanos();
  private final LossSummary summary = new LossSummary();

  private Losses(Session session) {
    this.session = session;
  }

  /** What of it is there now, summed up in a few lines. */
  static List<String> count(Session session, List<Loss> losses) throws SQLException {
    var counted = new Losses(session);
    for (Loss loss : losses) {
      counted.add(loss);
    }
    return counted.summary.lines();
  }

  private void add(Loss loss) throws SQLException {
    String table = loss.table();
    if (table != null) {
      String name = loss.schema() == null ? "" : Quote.name(loss.schema()) + ".";
      add(loss, name + Quote.name(table));
      addReferencing(loss, name + Quote.name(table));
      return;
    }
    String schema = loss.schema();
    for (String name : rows(Quote.fill(SCHEMA, "schema", schema))) {
      add(new Loss(Loss.Sort.TABLE, schema, name, null));
    }
  }

  private void addReferencing(Loss loss, String table) throws SQLException {
    boolean cascade = loss.sort() == Loss.Sort.ROWS_CASCADE;
    if (cascade || loss.sort() == Loss.Sort.ROWS) {
      String sql = REFERENCING.replace("$cascade", Boolean.toString(cascade));
      for (String name : rows(Quote.fill(sql, "table", table))) {
        add(loss, name);
      }
    }
  }

  private void add(Loss loss, String table) throws SQLException {
    String column = loss.column();
    String sql = Quote.fill(column == null ? TABLE : COLUMN, "table", table, "column", column);
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (row.next()) {
        String name = row.getString(1);
        long rows = row.getLong(2);
        if (column == null) {
          add(loss.sort(), name, count(table, ""), rows, "about ", "rows");
        } else {
          String values = row.getString(3);
          long count = count(table, " where " + Quote.name(column) + " is not null");
          if (values == null) {
            add(loss.sort(), name, count, rows, "up to about ", "values");
          } else {
            add(loss.sort(), name, count, Long.parseLong(values), "about ", "values");
          }
        }
      }
    }
  }

  private void add(
      Loss.Sort sort, String name, long counted, long estimate, String vague, String noun) {
    if (counted == 0) {
      summary.addEmpty(sort, name);
      return;
    }
    String what =
        switch (sort) {
          case COLUMN -> "column ";
          case ROWS, ROWS_CASCADE -> "all rows of ";
          default -> "table ";
        };
    boolean exact = counted > 0 && counted <= MOST_COUNTED;
    long size = exact ? counted : estimate < 0 ? Long.MAX_VALUE : Math.max(counted, estimate);
    summary.add(what + name + ": " + shown(counted, estimate, vague, noun), size);
  }

  private static String shown(long counted, long estimate, String vague, String noun) {
    if (counted > 0 && counted <= MOST_COUNTED) {
      return counted == 1 ? "1 " + noun.substring(0, noun.length() - 1) : number(counted, noun);
    }
    if (counted > 0 && estimate <= MOST_COUNTED) {
      return "more than " + number(MOST_COUNTED, noun);
    }
    return estimate < 0 ? "an unknown number of " + noun : vague + number(estimate, noun);
  }

  private static String number(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, noun);
  }

  /** At most one more than are counted; -1 where that takes too long or is not for us to know. */
  private long count(String table, String where) throws SQLException {
    long left = Math.min(FOR_ONE.toNanos(), deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      return -1;
    }
    try {
      // Rows that a policy hides are lost too: an error is better than a count without them.
      session.execute(
          "begin read only; set local lock_timeout = 500; set local row_security = off;"
              + " set local statement_timeout = "
              + left);
      String some = "select from " + table + where + " limit " + (MOST_COUNTED + 1);
      return Long.parseLong(session.value("select count(*) from (" + some + ") as rows"));
    } catch (SQLException e) {
      if (SqlState.isLost(e)) {
        throw e;
      }
      return -1;
    } finally {
      session.rollBack();
    }
  }

  private List<String> rows(String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
