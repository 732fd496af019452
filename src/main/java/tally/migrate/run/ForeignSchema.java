package tally.migrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.script.TableShape;
import tally.migrate.state.State;

/**
 * Recognises a database that has the version of one of our revisions and the tables of something
 * else: another project's, or an older one's of the same name. Only one that our log does not know
 * can be that; where the log says that we brought it there, nothing is asked.
 */
final class ForeignSchema {
  private ForeignSchema() {}

  /**
   * @throws MigrationException if a table lacks what the files say it has at this revision
   */
  static void refuse(Session session, Chain chain, State state, int place) throws SQLException {
    if (place == 0 || isOurs(chain, state, place)) {
      return;
    }
    Map<String, TableShape> expected = expected(chain, place);
    if (expected.isEmpty()) {
      return;
    }
    List<String> differences = differences(expected, columns(session, state, expected));
    if (!differences.isEmpty()) {
      throw new Refusal(
          Exit.STATE,
          "The database says that it is at "
              + chain.name(place)
              + ", but that is another schema: "
              + String.join("; ", differences)
              + ". Nothing was run. To adopt it: take a backup, bring the tables to these names"
              + " (alter table … rename …), then run this again; or, if it is at another of these"
              + " revisions, `migrate stamp --purge REV`");
    }
  }

  private static boolean isOurs(Chain chain, State state, int place) {
    for (State.Applied applied : state.applied()) {
      if (applied.direction() == Direction.UP && applied.revision().equals(chain.id(place))) {
        return true;
      }
    }
    return false;
  }

  /** Each table as the last file before the place left it. */
  private static Map<String, TableShape> expected(Chain chain, int place) {
    var shapes = new LinkedHashMap<String, TableShape>();
    for (int at = 1; at <= place; at++) {
      for (TableShape shape : chain.at(at).up().leaves()) {
        shapes.put(shape.table(), shape);
      }
    }
    return shapes;
  }

  private static Map<String, Set<String>> columns(
      Session session, State state, Map<String, TableShape> expected) throws SQLException {
    var sql =
        new StringBuilder("select c.relname, a.attname from pg_catalog.pg_class c")
            .append(" join pg_catalog.pg_attribute a on a.attrelid = c.oid")
            .append(" where a.attnum > 0 and not a.attisdropped and c.relnamespace = ")
            .append("pg_catalog.to_regnamespace(")
            .append(Quote.text(Quote.name(String.valueOf(state.table().schema()))))
            .append(") and c.relname in (");
    String comma = "";
    for (String table : expected.keySet()) {
      sql.append(comma).append(Quote.text(table));
      comma = ", ";
    }
    var columns = new LinkedHashMap<String, Set<String>>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql.append(") order by a.attnum").toString())) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getString(1), table -> new LinkedHashSet<>())
            .add(row.getString(2));
      }
    }
    return columns;
  }

  private static List<String> differences(
      Map<String, TableShape> expected, Map<String, Set<String>> found) {
    var differences = new ArrayList<String>();
    for (TableShape shape : expected.values()) {
      Set<String> columns = found.get(shape.table());
      if (columns == null) {
        differences.add("there is no table " + shape.table());
        continue;
      }
      var missing = new ArrayList<>(shape.columns());
      missing.removeAll(columns);
      var others = new ArrayList<>(columns);
      others.removeAll(shape.columns());
      if (!missing.isEmpty()) {
        differences.add(
            shape.table()
                + " lacks "
                + String.join(", ", missing)
                + (others.isEmpty() ? "" : " and has " + String.join(", ", others)));
      }
    }
    return differences;
  }
}
