package tally;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.TreeSet;
import tally.db.DatabaseUrl;

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
    return TestDatabases.OF_THIS_RUN.create("template0");
  }

  /** The same of a new database at head. */
  public static String migratedDatabase() {
    return TestDatabases.OF_THIS_RUN.create(Template.NAME);
  }

  /** Migrated once in a JVM, when it is first wanted; every other database is a copy of it. */
  private static final class Template {
    static final String NAME = migrated();

    private static String migrated() {
      var url = DatabaseUrl.parse(emptyDatabase());
      try (var files = Files.newDirectoryStream(Path.of("sql"), "*.up.sql");
          var connection = url.connect();
          var statement = connection.createStatement()) {
        var ordered = new TreeSet<Path>();
        files.forEach(ordered::add);
        for (var file : ordered) {
          // Whole files are sent, each as one transaction, in which PostgreSQL builds no index so.
          statement.execute(Files.readString(file).replaceAll("(?i) concurrently", ""));
        }
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("The template database could not be migrated", e);
      }
      return url.database();
    }
  }
}
