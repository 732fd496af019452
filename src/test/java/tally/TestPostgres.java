package tally;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tally.db.DatabaseUrl;
import tally.migrate.Migrations;
import tally.migrate.database.Connections;

/**
 * The PostgreSQL that the integration tests use: one server for all test classes of a JVM, fresh
 * databases for whoever asks.
 *
 * <p>Which server it is, the first line of a run says: {@code TEST_DATABASE_URL} if given (its role
 * must be allowed to create databases), else a container when a Docker API answers, else the
 * embedded one. It is started by the first test that asks, and gone with the JVM.
 */
public final class TestPostgres {
  private TestPostgres() {}

  /** The {@code postgresql://} address, user and password included, of a new, empty database. */
  public static String emptyDatabase() {
    return TestDatabases.OF_THIS_RUN.create("template0 encoding 'UTF8'");
  }

  /** The same of an empty one that keeps text in another encoding. */
  public static String emptyDatabase(String encoding) {
    return TestDatabases.OF_THIS_RUN.createInEncoding(encoding);
  }

  /** The same of a new database at head. */
  public static String migratedDatabase() {
    return TestDatabases.OF_THIS_RUN.create(Template.NAME);
  }

  /** Brings a database to head. */
  public static void migrate(String url) {
    var messages = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    Migrations.packed().upgrade(new Always(DatabaseUrl.parse(url)), messages);
  }

  /** Migrated once in a JVM, when it is first wanted; every other database is a copy of it. */
  private static final class Template {
    static final String NAME = migrated();

    private static String migrated() {
      var url = emptyDatabase();
      migrate(url);
      return DatabaseUrl.parse(url).database();
    }
  }

  private record Always(DatabaseUrl url) implements Connections {
    @Override
    public Connection open(@Nullable String none, Properties properties) throws SQLException {
      return url.connect(properties);
    }

    @Override
    public Connections toDatabase(@Nullable String none, String database) {
      return new Always(url.withDatabase(database));
    }

    @Override
    public String describe(@Nullable String none) {
      return url.toString();
    }
  }
}
