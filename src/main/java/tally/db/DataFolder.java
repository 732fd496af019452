package tally.db;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded PostgreSQL keeps in DATA_DIR, and where.
 *
 * <pre>
 * lock, holder         who works here (DataFolderLock)
 * postgres/            the database with its passwords, port and logs (PostgresCluster)
 * programs-CHECKSUM/   PostgreSQL itself (PostgresPrograms)
 * unfinished-NUMBER/   one of the two in the making; complete ones get their name in one step
 * </pre>
 */
record DataFolder(Path root) {
  private static final FileAttribute<?> MINE_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String PROGRAMS = "programs-";
  static final String POSTGRES = "postgres";
  private static final String UNFINISHED = "unfinished-";

  /** Makes the folder where it is missing, for its owner alone. */
  static DataFolder at(Path path) throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      throw new EmbeddedPostgresException(
          "The embedded PostgreSQL runs on Linux and macOS: set DATABASE_URL to a PostgreSQL of yours.");
    }
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, MINE_ALONE);
    }
    if (Files.exists(path.resolve("PG_VERSION"))) {
      throw new EmbeddedPostgresException(
          "The data folder %s is itself a PostgreSQL cluster. Set DATA_DIR to an empty folder."
              .formatted(path));
    }
    return new DataFolder(path.toRealPath());
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path holder() {
    return root.resolve("holder");
  }

  Path postgres() {
    return root.resolve(POSTGRES);
  }

  Path programs(String checksum) {
    return root.resolve(PROGRAMS + checksum);
  }

  /** A new folder, to be filled and then renamed. The name is never used twice. */
  Path unfinished() throws IOException {
    return Files.createTempDirectory(root, UNFINISHED);
  }

  /**
   * Deletes what a killed start has left half-done. Only under the lock. A process of that start
   * may still write there, so what can't be deleted now waits for the next time.
   */
  void discardUnfinished() throws IOException {
    deleteAll(UNFINISHED + "[0-9]*", entry -> true);
  }

  /** Deletes the programs of other releases. Only under the lock, and when none of them runs. */
  void discardProgramsExcept(Path current) throws IOException {
    deleteAll(PROGRAMS + "[0-9a-f]*", entry -> !entry.equals(current));
  }

  private void deleteAll(String names, DirectoryStream.Filter<Path> filter) throws IOException {
    try (var found = Files.newDirectoryStream(root, names)) {
      for (var entry : found) {
        if (filter.accept(entry)) {
          delete(entry);
        }
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            try {
              Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException stillWrittenTo) {
              // Next time.
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
