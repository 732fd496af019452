package tally.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tally.TestSql;
import tally.db.EmbeddedPostgres;

/** A PostgreSQL of a test's own, which it may bring down. It comes back on the same port. */
final class CrashingPostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres running;
  private int databases;

  CrashingPostgres(Path folder) {
    this.folder = folder;
    this.running = start();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, progress -> {});
  }

  /** The address of a new database, as the superuser. */
  String emptyDatabase() {
    String name = "test" + databases++;
    execute("create database " + name);
    return url(name);
  }

  void execute(String sql) {
    new TestSql(url("postgres")).execute(sql);
  }

  private String url(String database) {
    try {
      var password = Files.readString(folder.resolve("postgres/superuser-password")).strip();
      return "postgresql://postgres:%s@%s/%s?sslmode=disable"
          .formatted(password, running.url().hosts(), database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, so that it has to recover, and starts it again. */
  void crash() throws InterruptedException {
    try {
      var pid = Files.readAllLines(folder.resolve("postgres/data/postmaster.pid")).get(0);
      // SIGQUIT is an immediate shutdown.
      new ProcessBuilder("sh", "-c", "kill -QUIT " + pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running.close();
    running = start();
  }

  @Override
  public void close() {
    running.close();
  }
}
