package tally.migrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;

/**
 * Indexes that take part in every write and in no read, as a failed CREATE INDEX CONCURRENTLY
 * leaves them, and which IF NOT EXISTS takes for the real thing.
 */
public final class InvalidIndexes {
  private static final String INDEXES =
      " from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid where ";

  /** Those of a partitioned table are invalid until all partitions have theirs, by design. */
  private static final String INVALID = "(not i.indisvalid and c.relkind = 'i')";

  private static final String INVALID_NAMES =
      "select i.indexrelid::pg_catalog.regclass::text" + INDEXES + INVALID;

  private static final String NOT_BEING_BUILT =
      " and i.indexrelid not in (select p.index_relid"
          + " from pg_catalog.pg_stat_progress_create_index p)";

  private final Session session;

  /** Those of the database that a session is connected to. */
  public InvalidIndexes(Session session) {
    this.session = session;
  }

  /**
   * The object ids, with commas, of those that are not the work of an attempt that now begins; for
   * an index without a name, which cannot be found by it, all of its table.
   */
  String before(IndexStatement attempt) throws SQLException {
    String others = attempt.isNameless() ? " or (true" + on(attempt.table()) + ")" : "";
    return String.join(",", column("select i.indexrelid::text" + INDEXES + INVALID + others));
  }

  /**
   * Whether an attempt at an index without a name has made it.
   *
   * @param before what {@link #before} answered before the attempt
   */
  boolean isFinished(IndexStatement attempt, String before) throws SQLException {
    String valid = "select i.indexrelid::text" + INDEXES + "i.indisvalid";
    return !column(valid + on(attempt.table()) + notIn(before)).isEmpty();
  }

  /**
   * Drops what our own attempt at a statement has left behind: what is invalid now and was not
   * before it, on its table, and not being built by anybody at this moment.
   *
   * @param before what {@link #before} answered before the attempt
   * @return the names of the dropped
   */
  List<String> drop(IndexStatement attempt, String before) throws SQLException {
    List<String> names =
        column(INVALID_NAMES + notIn(before) + on(attempt.table()) + NOT_BEING_BUILT);
    for (String name : names) {
      session.execute("drop index concurrently if exists " + name);
    }
    return names;
  }

  /** The names of all that nobody is building at this moment. */
  public List<String> all() throws SQLException {
    return column(INVALID_NAMES + NOT_BEING_BUILT + " order by 1");
  }

  /** The names of those that a statement has made or taken for good. */
  List<String> of(IndexStatement statement) throws SQLException {
    String name = statement.name();
    return column(
        INVALID_NAMES
            + on(statement.table())
            + (name == null ? "" : " and c.relname = " + Quote.text(name)));
  }

  private static String notIn(String before) {
    return before.isEmpty() ? "" : " and i.indexrelid not in (" + before + ")";
  }

  private static String on(@Nullable String table) {
    return table == null
        ? ""
        : " and i.indrelid = pg_catalog.to_regclass(" + Quote.text(table) + ")";
  }

  private List<String> column(String sql) throws SQLException {
    var values = new ArrayList<String>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
