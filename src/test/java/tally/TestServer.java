package tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tally.db.EmbeddedPostgres;

/**
 * A server for the tests, running.
 *
 * @param base the {@code postgresql://} address of a database of a role that may create others
 * @param closing null for a server that goes on, and that has to be left as it was found
 */
record TestServer(String base, @Nullable Closing closing) implements AutoCloseable {
  /** What ends the server, with all that is in it. */
  interface Closing {
    void close() throws IOException;
  }

  static TestServer start() {
    return switch (TestServerKind.chosen(System.getenv())) {
      case TEST_DATABASE_URL -> new TestServer(System.getenv("TEST_DATABASE_URL"), null);
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

  /** Unpacked once, and created anew for each run. */
  private static TestServer embedded() {
    var folder = Path.of("target", "postgres");
    var postgres = EmbeddedPostgres.start(folder, progress -> {});
    Closing closing =
        () -> {
          postgres.close();
          discard(folder.resolve("postgres"));
        };
    var server = new TestServer(url(folder, "tally", "password", postgres.url().hosts()), closing);
    var superuser = url(folder, "postgres", "superuser-password", postgres.url().hosts());
    var administration = new TestServer(superuser, null);
    // As much as the owner of a server has, short of a superuser, who would see everything.
    administration.execute("alter role tally createdb createrole");
    administration.execute("alter role tally set createrole_self_grant = 'set, inherit'");
    administration.execute(
        "grant pg_write_all_data to tally with admin option, inherit false, set false");
    // Nothing here outlives a power cut; creating and dropping a database waits for the disk.
    administration.execute("alter system set fsync = off");
    administration.execute("select pg_reload_conf()");
    return server;
  }

  /** Renamed first: a run that is killed here leaves no half of it to the next one. */
  private static void discard(Path folder) throws IOException {
    var discarded = folder.resolveSibling("discarded-" + ProcessHandle.current().pid());
    Files.move(folder, discarded);
    try (var files = Files.walk(discarded)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String url(Path folder, String user, String passwordFile, String hosts) {
    try {
      var password = Files.readString(folder.resolve("postgres").resolve(passwordFile)).strip();
      return "postgresql://%s:%s@%s/postgres".formatted(user, password, hosts);
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
    new TestSql(base).execute(sql);
  }

  /** The one column of all rows. */
  List<String> query(String sql) {
    return new TestSql(base).column(sql);
  }

  /** Whether everything in it goes when it ends. */
  boolean isOurs() {
    return closing != null;
  }

  @Override
  public void close() {
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
