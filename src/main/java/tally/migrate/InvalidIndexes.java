package tally.migrate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that take part in every write and in no read, as a failed CREATE INDEX CONCURRENTLY
 * leaves them, and which IF NOT EXISTS takes for the real thing.
 */
final class InvalidIndexes {
  /** Those of a partitioned table are invalid until all partitions have theirs, by design. */
  private static final String FROM =
      """
       from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
      where not i.indisvalid and c.relkind = 'i'""";

  private static final String NAME = "select i.indexrelid::pg_catalog.regclass::text";

  private final Session session;

  InvalidIndexes(Session session) {
    this.session = session;
  }

  /** The object ids of all there are, with commas. */
  String all() throws SQLException {
    return String.join(",", column("select i.indexrelid::text" + FROM));
  }

  /**
   * Drops what our own attempt at a statement has left behind: what is invalid now and was not
   * before it, on its table, and not being built by anybody at this moment.
   *
   * @param before what {@link #all} answered before the attempt
   * @return the names of the dropped
   */
  List<String> drop(IndexStatement attempt, String before) throws SQLException {
    List<String> names =
        column(
            NAME
                + FROM
                + (before.isEmpty() ? "" : " and i.indexrelid not in (" + before + ")")
                + on(attempt.table())
                + " and i.indexrelid not in (select p.index_relid"
                + " from pg_catalog.pg_stat_progress_create_index p)");
    for (String name : names) {
      session.execute("drop index concurrently if exists " + name);
    }
    return names;
  }

  /** The names of those that a statement has made or taken for good. */
  List<String> of(IndexStatement statement) throws SQLException {
    String name = statement.name();
    return column(
        NAME
            + FROM
            + on(statement.table())
            + (name == null ? "" : " and c.relname = " + Quote.text(name)));
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
