package tally;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.testcontainers.postgresql.PostgreSQLContainer;

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

  private static TestServer embedded() {
    try {
      var postgres =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(new File("target/test-postgres"))
              .start();
      var base =
          "postgresql://postgres:postgres@127.0.0.1:%d/postgres".formatted(postgres.getPort());
      return new TestServer(base, postgres::close);
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
    try (var connection = DriverManager.getConnection(jdbc(base));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Such an address for the JDBC driver. */
  static String jdbc(String url) {
    var uri = URI.create(url);
    var userInfo = uri.getUserInfo().split(":", 2);
    return "jdbc:postgresql://"
        + uri.getHost()
        + ":"
        + (uri.getPort() < 0 ? 5432 : uri.getPort())
        + uri.getPath()
        + "?user="
        + userInfo[0]
        + "&password="
        + userInfo[1];
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
