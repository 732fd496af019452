package tally;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that signs tokens, made once and kept where only its owner reads it. */
public final class SecretFile {
  private static final String NAME = "jwt-secret";

  private SecretFile() {}

  /**
   * The secret in the folder; a new one where there is none yet.
   *
   * @param folder is made where it is not there
   */
  public static Secret in(Path folder) throws IOException {
    var file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      make(folder, file);
    }
    var text = Files.readString(file).strip();
    if (text.length() < 32) {
      throw new IOException(file + " has no secret in it");
    }
    return new Secret(text);
  }

  /** Written aside and moved into place, so that nobody ever reads half of it. */
  private static void make(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    var random = new byte[48];
    new SecureRandom().nextBytes(random);
    var isPosix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    var draft =
        isPosix
            ? Files.createTempFile(
                folder,
                NAME,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(folder, NAME, ".new");
    try {
      Files.writeString(draft, Base64.getEncoder().encodeToString(random) + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // Another start was faster; its secret is as good.
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
