package tally.migrate.alembic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.script.SqlFile;

/** A directory of files that is there with all of them, or not at all. */
public final class NewDirectory {
  private final Path path;

  /**
   * Looks, and writes nothing yet.
   *
   * @throws MigrationException if something is there already
   */
  public NewDirectory(Path path) {
    this.path = path;
    String[] names = path.toFile().list();
    if (Files.exists(path) && (names == null || names.length > 0)) {
      throw new Refusal(
          Exit.FILES,
          path
              + (names == null ? " is no directory that can be read" : " is not empty")
              + ": nothing was written. Name one that does not exist yet");
    }
  }

  /** Writes beside it, and gives it its name when all is written. */
  public void write(List<SqlFile> files) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException("the root directory");
    }
    Files.createDirectories(parent);
    Path draft = Files.createDirectory(parent.resolve(".import-" + UUID.randomUUID()));
    try {
      for (SqlFile file : files) {
        Files.write(draft.resolve(file.name()), file.bytes());
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      for (SqlFile file : files) {
        Files.deleteIfExists(draft.resolve(file.name()));
      }
      Files.deleteIfExists(draft);
      throw e;
    }
  }
}
