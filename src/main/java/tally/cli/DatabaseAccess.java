package tally.cli;

import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tally.Config;
import tally.db.Database;
import tally.db.DatabaseUrl;
import tally.db.EmbeddedPostgres;
import tally.migrate.database.Connections;

/** The database that a command works on: the configured one, or the embedded one. */
final class DatabaseAccess implements AutoCloseable {
  private final DatabaseUrl url;
  private final @Nullable EmbeddedPostgres embedded;

  private DatabaseAccess(DatabaseUrl url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  /** For a server, which has the embedded database to itself. */
  static DatabaseAccess forServer(Config config, PrintStream progress) {
    var url = config.databaseUrl();
    if (url != null) {
      return new DatabaseAccess(url, null);
    }
    var embedded = EmbeddedPostgres.start(config.dataDir(), progress::println);
    return new DatabaseAccess(embedded.url(), embedded);
  }

  /**
   * For a command, which shares it with a server that may be running.
   *
   * @throws Failure if there is none: a command makes none
   */
  static DatabaseAccess forCommand(Config config, PrintStream progress) {
    var url = config.databaseUrl();
    if (url != null) {
      return new DatabaseAccess(url, null);
    }
    if (!EmbeddedPostgres.isIn(config.dataDir())) {
      throw Failure.of(
          "There is no database: DATABASE_URL names none, and %s has none yet; serve makes one there."
              .formatted(config.dataDir()));
    }
    var embedded = EmbeddedPostgres.use(config.dataDir(), progress::println);
    return new DatabaseAccess(embedded.url(), embedded);
  }

  /** Does what a command has to do on the database. */
  static <T> T use(Config config, PrintStream progress, Function<Database, T> work) {
    try (var access = forCommand(config, progress);
        var database = access.open(config)) {
      return work.apply(database);
    }
  }

  DatabaseUrl url() {
    return url;
  }

  /** Whether it is the embedded one. */
  boolean isEmbedded() {
    return embedded != null;
  }

  /** A pool for a handful of statements. The caller closes it. */
  Database open(Config config) {
    return Database.open(url, config.pool().withSize(1));
  }

  /** How its migrations connect: directly, where the usual address is a pooler's. */
  Connections forMigrations(Config config) {
    var direct = config.migrateDatabaseUrl();
    return new DirectConnections(direct == null ? url : direct);
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
