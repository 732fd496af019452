package tally.migrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Json;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.state.State;
import tally.migrate.state.VersionTable;

/**
 * How the catalog differs from what the migrations left.
 *
 * @param unknown why that cannot be told, null if it can
 * @param differences empty where it is the same, or not known
 */
public record Drift(@Nullable String unknown, List<Difference> differences) {

  /**
   * Compares with the newest record since this project's last move; that of another project in the
   * same database will do.
   */
  public static Drift of(Session session, State state) throws SQLException {
    Recorded recorded = recorded(session, state);
    if (recorded.text() == null) {
      return new Drift(recorded.unknown(), List.of());
    }
    Catalog now = CatalogReader.read(session, CatalogReader.LOGGED_VERSION_TABLES);
    return new Drift(null, Catalog.parse(recorded.text()).differences(now));
  }

  /** The catalog that the last run left; null where that is not known. */
  public static @Nullable Catalog recordedCatalog(Session session, State state)
      throws SQLException {
    String text = recorded(session, state).text();
    return text == null ? null : Catalog.parse(text);
  }

  /**
   * The catalog that the last run left.
   *
   * @param text null where it is not known
   * @param unknown why not, else null
   */
  private record Recorded(@Nullable String text, @Nullable String unknown) {}

  private static Recorded recorded(Session session, State state) throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(record(state.table()))) {
      if (!row.next()) {
        return new Recorded(null, "no run of ours is in the log");
      }
      String version = state.versions().isEmpty() ? null : state.versions().get(0);
      if (!Objects.equals(row.getString(1), version)) {
        return new Recorded(null, "something else brought the database to this revision");
      }
      String text = row.getString(3);
      if (text != null) {
        return new Recorded(text, null);
      }
      return new Recorded(
          null,
          row.getString(2).equals("stamp")
              ? "the revision was stamped"
              : "the last run did not record it");
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE) || SqlState.is(e, SqlState.NOT_PERMITTED)) {
        return new Recorded(null, "there is no log that our role may read");
      }
      throw e;
    }
  }

  private static String record(VersionTable table) {
    String sql =
        """
        select m.version_to, m.direction,
          (select l.catalog from migrator.log l
            where l.catalog is not null and l.id >= m.id order by l.id desc limit 1)
        from migrator.log m
        where m.version_schema = $schema and m.version_table = $table and $moves
        order by m.id desc limit 1
        """
            .replace("$moves", CatalogRecord.MOVES);
    return Quote.fill(sql, "schema", table.schema(), "table", table.name());
  }

  /** The differences, into an object that is open. */
  public void json(Json json, String name) {
    json.beginArray(name);
    for (Difference difference : differences) {
      json(json, difference);
    }
    json.endArray();
  }

  static void json(Json json, Difference difference) {
    json.beginObject()
        .field("object", difference.object())
        .field("property", difference.property())
        .field("before", difference.before())
        .field("after", difference.after())
        .field("message", difference.message())
        .endObject();
  }
}
