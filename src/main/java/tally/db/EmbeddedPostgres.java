package tally.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tally.db.DataFolderLock.Purpose;

/**
 * A real PostgreSQL in a folder, for a first run without a database of one's own.
 *
 * <p>It listens on 127.0.0.1 only and lets nobody in without a password; the passwords are in files
 * that only the owner of the folder can read. One process at a time owns a folder: it starts
 * PostgreSQL and stops it. Should it be killed, PostgreSQL stops by itself within seconds, and the
 * next start goes on with everything that was committed.
 *
 * <p>There is no shutdown hook in here: whoever starts it closes it, after everything that uses it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

  private final DatabaseUrl url;
  private final @Nullable DataFolderLock lock;
  private final @Nullable Postmaster postmaster;

  private EmbeddedPostgres(
      DatabaseUrl url, @Nullable DataFolderLock lock, @Nullable Postmaster postmaster) {
    this.url = url;
    this.lock = lock;
    this.postmaster = postmaster;
  }

  /**
   * Starts it for a server. The first start in a folder takes a few seconds.
   *
   * @param progress gets a line for each step that takes a while
   * @throws EmbeddedPostgresException if another server has the folder, or PostgreSQL can't run
   */
  public static EmbeddedPostgres start(Path dataFolder, Consumer<String> progress) {
    return acquire(dataFolder, Purpose.SERVER, progress);
  }

  /**
   * Gives a command access to it: to the one that a server has running, which goes on running, or
   * else to one that is started for the command alone. Two commands wait for each other.
   *
   * @param progress gets a line for each step that takes a while
   * @throws EmbeddedPostgresException if another command has the folder for more than a minute, or
   *     PostgreSQL can't run
   */
  public static EmbeddedPostgres use(Path dataFolder, Consumer<String> progress) {
    return acquire(dataFolder, Purpose.COMMAND, progress);
  }

  /** How to connect: as the owner of the database, who is no superuser. */
  public DatabaseUrl url() {
    return url;
  }

  /** Whether a data folder has a database in it already. */
  public static boolean isIn(Path dataFolder) {
    return Files.exists(dataFolder.resolve(DataFolder.POSTGRES));
  }

  private static EmbeddedPostgres acquire(
      Path dataFolder, Purpose purpose, Consumer<String> progress) {
    PostgresPrograms.required();
    try {
      var folder = DataFolder.at(dataFolder);
      var deadline = System.nanoTime() + COMMAND_LIMIT.toNanos();
      for (var waiting = false; ; waiting = true) {
        var lock = DataFolderLock.tryLock(folder, purpose);
        if (lock != null) {
          return startUnder(lock, folder, progress);
        }
        var holder = DataFolderLock.holder(folder);
        var server = holder.filter(other -> other.purpose() == Purpose.SERVER);
        if (server.isPresent() && purpose == Purpose.SERVER) {
          throw new EmbeddedPostgresException(
              "The data folder %s is in use by %s: stop it, or set DATA_DIR to another folder."
                  .formatted(folder.root(), server.get()));
        }
        if (server.isPresent() && server.get().port() != 0) {
          var cluster = new PostgresCluster(folder.postgres());
          return new EmbeddedPostgres(cluster.url(server.get().port()), null, null);
        }
        var who = holder.map(Object::toString).orElse("another process");
        if (System.nanoTime() > deadline) {
          throw new EmbeddedPostgresException(
              "The data folder %s is in use by %s for more than a minute: wait for it, then try again."
                  .formatted(folder.root(), who));
        }
        if (!waiting) {
          progress.accept("Waiting for " + who + " in " + folder.root());
        }
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(dataFolder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedPostgresException.of(dataFolder, new IOException("interrupted", e));
    }
  }

  private static EmbeddedPostgres startUnder(
      DataFolderLock lock, DataFolder folder, Consumer<String> progress) throws IOException {
    try {
      folder.discardUnfinished();
      var programs = PostgresPrograms.in(folder, progress);
      var cluster = PostgresCluster.open(folder, programs, progress);
      OrphanedPostmaster.stop(programs, cluster, progress);
      folder.discardProgramsExcept(programs.folder());
      var postmaster = Postmaster.start(programs, cluster);
      lock.announce(postmaster.port());
      return new EmbeddedPostgres(cluster.url(postmaster.port()), lock, postmaster);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Stops PostgreSQL, if it was started here, and returns when it is gone. */
  @Override
  public void close() {
    if (lock == null || postmaster == null) {
      return;
    }
    try (lock) {
      lock.leaving();
      postmaster.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be stopped", e);
    }
  }
}
