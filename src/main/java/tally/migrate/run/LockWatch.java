package tally.migrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.state.VersionTable;

/**
 * Which locks our transaction has come to hold, statement by statement. Only what was there before
 * the transaction counts: nobody waits for what nobody sees yet. Not the server's own catalogs, nor
 * the version table.
 */
final class LockWatch {
  /** The first object id that is not the server's own. */
  private static final int FIRST_OID = 16384;

  private static final String RELATIONS =
      """
      select c.oid, case n.nspname when 'public' then '' else pg_catalog.quote_ident(n.nspname) || '.' end
          || pg_catalog.quote_ident(c.relname),
        c.relfilenode, coalesce(i.indrelid, 0)
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      left join pg_catalog.pg_index i on i.indexrelid = c.oid
      where c.oid >= $first and n.nspname <> 'pg_toast'
        and (n.nspname, c.relname) is distinct from ($schema, $table)
      """;

  private static final String LOCKS =
      """
      select l.relation, l.mode, coalesce(c.relfilenode, 0)
      from pg_catalog.pg_locks l
      left join pg_catalog.pg_class c on c.oid = l.relation
      where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.relation >= $first
        and l.database = (select d.oid from pg_catalog.pg_database d
          where d.datname = pg_catalog.current_database())
      """
          .replace("$first", Integer.toString(FIRST_OID));

  /** What is locked, and how. */
  private static final class Relation {
    private final String name;
    private final long table;
    private long file;
    private @Nullable LockMode held;

    /**
     * @param table the one that it is an index of, 0 for none
     * @param file the number of its file, 0 for none
     */
    Relation(String name, long table, long file) {
      this.name = name;
      this.table = table;
      this.file = file;
    }

    boolean holds(LockMode mode) {
      return held != null && held.compareTo(mode) >= 0;
    }
  }

  /**
   * What a statement did to others.
   *
   * @param locks those that are stronger than what was held before, strongest first
   * @param rewritten the tables whose rows are in another file now
   */
  record Seen(List<TableLock> locks, List<String> rewritten) {}

  private final Map<Long, Relation> relations = new HashMap<>();

  /** To be called before the transaction begins. */
  void begin(Session session, VersionTable versionTable) throws SQLException {
    relations.clear();
    String sql =
        Quote.fill(
            RELATIONS.replace("$first", Integer.toString(FIRST_OID)),
            "schema",
            versionTable.schema(),
            "table",
            versionTable.name());
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        relations.put(
            row.getLong(1), new Relation(row.getString(2), row.getLong(4), row.getLong(3)));
      }
    }
  }

  /** What is new since the last look. */
  Seen look(Session session) throws SQLException {
    List<Relation> stronger = new ArrayList<>();
    List<String> rewritten = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(LOCKS)) {
      while (row.next()) {
        Relation relation = relations.get(row.getLong(1));
        LockMode mode = LockMode.of(row.getString(2));
        if (relation == null) {
          continue;
        }
        if (!relation.holds(mode)) {
          relation.held = mode;
          if (!stronger.contains(relation)) {
            stronger.add(relation);
          }
        }
        long file = row.getLong(3);
        if (file != 0 && file != relation.file) {
          relation.file = file;
          if (relation.table == 0) {
            rewritten.add(relation.name);
          }
        }
      }
    }
    return new Seen(locks(stronger), rewritten);
  }

  private List<TableLock> locks(List<Relation> stronger) {
    List<TableLock> locks = new ArrayList<>();
    for (Relation relation : stronger) {
      LockMode mode = relation.held;
      Relation table = relations.get(relation.table);
      // Whoever uses a table locks its indexes too; only what goes beyond that is worth a line.
      if (mode != null && (table == null || !table.holds(mode))) {
        locks.add(new TableLock(relation.name, mode));
      }
    }
    Collections.sort(locks);
    return locks;
  }
}
