package tally;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    return Databases.OF_THIS_RUN.create("template1");
  }

  /** The same of a new database at head. */
  public static String migratedDatabase() {
    return Databases.OF_THIS_RUN.create(Template.NAME);
  }

  /** Migrated once in a JVM, when it is first wanted; every other database is a copy of it. */
  private static final class Template {
    static final String NAME = migrate();

    private static String migrate() {
      var name = "tally_template_" + Databases.OF_THIS_RUN.run;
      var url = Databases.OF_THIS_RUN.create("template1", name);
      try (var files = Files.newDirectoryStream(Path.of("sql"), "*.up.sql");
          var connection = DatabaseUrl.parse(url).connect();
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
      return name;
    }
  }

  /** The databases made on the server. They are dropped when the JVM ends. */
  private static final class Databases {
    static final Databases OF_THIS_RUN = new Databases(TestServer.start());

    private final TestServer server;
    private final String run;
    private final List<String> names = new ArrayList<>();

    private Databases(TestServer server) {
      this.server = server;
      this.run = Instant.now().getEpochSecond() + "_" + ProcessHandle.current().pid();
      Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-postgres-close"));
    }

    synchronized String create(String template) {
      return create(template, "tally_test_" + run + "_" + names.size());
    }

    synchronized String create(String template, String name) {
      server.execute("create database " + name + " template " + template);
      names.add(name);
      return server.url(name);
    }

    private synchronized void close() {
      for (var name : names) {
        server.execute("drop database if exists " + name + " with (force)");
      }
      server.close();
    }
  }
}
