package tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tally.db.DatabaseUrl;
import tally.db.EmbeddedPostgres;

/**
 * A server for the tests, running.
 *
 * @param base the {@code postgresql://} address of a database of a role that may create others
 */
record TestServer(String base, Closing closing) implements AutoCloseable {
  /** What ends the server. */
  interface Closing {
    void close() throws IOException;
  }

  static TestServer start() {
    return switch (TestServerKind.chosen(System.getenv())) {
      case TEST_DATABASE_URL -> new TestServer(System.getenv("TEST_DATABASE_URL"), () -> {});
      case TESTCONTAINERS -> container();
      case EMBEDDED -> embedded();
    };
  }

  private static TestServer container() {
    var container = new PostgreSQLContainer("postgres:18-alpine");
    container.start();
    var base =
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                container.getUsername(),
                container.getPassword(),
                container.getHost(),
                container.getMappedPort(5432),
                container.getDatabaseName());
    return new TestServer(base, container::stop);
  }

  /** In a folder of its own, so that two runs at once don't meet. */
  private static TestServer embedded() {
    try {
      var folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres-");
      var postgres = EmbeddedPostgres.start(folder, progress -> {});
      var password = Files.readString(folder.resolve("postgres/superuser-password")).strip();
      var superuser =
          "postgresql://postgres:%s@%s/postgres".formatted(password, postgres.url().hosts());
      return new TestServer(superuser, postgres::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same address with another database. */
  String url(String database) {
    var query = base.indexOf('?');
    var head = query < 0 ? base : base.substring(0, query);
    var slash = head.indexOf('/', head.indexOf("://") + 3);
    return (slash < 0 ? head : head.substring(0, slash))
        + "/"
        + database
        + (query < 0 ? "" : base.substring(query));
  }

  void execute(String sql) {
    try (var connection = DatabaseUrl.parse(base).connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      closing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
