package tally.migrate.catalog;

import java.sql.SQLException;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.state.VersionTable;

/** Reads the catalog of the database that a session is connected to. */
public final class CatalogReader {
  /** The version tables of all projects that were ever in the database. */
  static final String LOGGED_VERSION_TABLES =
      "select l.version_schema, l.version_table from migrator.log l";

  private CatalogReader() {}

  /**
   * @param versionTables a query for schema and name of what is no part of the schema
   */
  static Catalog read(Session session, String versionTables) throws SQLException {
    session.execute("begin transaction read only; " + CatalogQuery.SEARCH_PATH);
    try {
      session.execute("set local jit = off");
      return Catalog.parse(session.value(CatalogQuery.text(versionTables)));
    } finally {
      session.rollBack();
    }
  }

  /** As {@link #read(Session, String)}, where there is one project and maybe no log. */
  public static Catalog read(Session session, VersionTable table) throws SQLException {
    return read(session, "select " + Quote.text(table.schema()) + ", " + Quote.text(table.name()));
  }
}
