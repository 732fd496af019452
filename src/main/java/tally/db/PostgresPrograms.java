package tally.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the jar once.
 *
 * @param folder where {@code bin}, {@code lib} and {@code share} are
 * @param version as PostgreSQL writes it, such as 18.6
 */
record PostgresPrograms(Path folder, String version) {
  private static final String VERSION = "VERSION";

  /** Unpacks them where they are not yet. Only under the data folder's lock. */
  static PostgresPrograms in(DataFolder data, Consumer<String> progress) throws IOException {
    var archive = archive();
    var folder = data.programs(checksum(archive));
    if (!Files.exists(folder)) {
      var unfinished = data.unfinished();
      unpack(archive, unfinished);
      var version = version(unfinished);
      progress.accept("Unpacked PostgreSQL " + version);
      Files.writeString(unfinished.resolve(VERSION), version);
      Files.move(unfinished, folder);
    }
    return new PostgresPrograms(folder, Files.readString(folder.resolve(VERSION)));
  }

  /** The number before the first dot. Data folders of one such number fit each other. */
  String major() {
    var dot = version.indexOf('.');
    return dot < 0 ? version : version.substring(0, dot);
  }

  /** A call of one of them, in an environment that tells it nothing. */
  ProcessBuilder call(String program, List<String> arguments) {
    var command = new ArrayList<>(withoutRoot());
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** The same by way of something that starts it. */
  ProcessBuilder call(List<String> starter, String program, List<String> arguments) {
    var builder = call(program, arguments);
    builder.command().addAll(withoutRoot().size(), starter);
    return builder;
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace without a mapping it is nobody in
   * particular, while its files are still root's.
   */
  private static List<String> withoutRoot() {
    return isRoot() ? List.of("unshare", "-U") : List.of();
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /**
   * Refuses where the jar has none, before a folder for them is made.
   *
   * @throws EmbeddedPostgresException if there is none for this system
   */
  static void required() {
    archive();
  }

  private static URL archive() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var machine = System.getProperty("os.arch");
    var name =
        "postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : system,
                machine.equals("aarch64") ? "arm_64" : "x86_64");
    var archive = PostgresPrograms.class.getResource("/" + name);
    if (archive == null) {
      throw new EmbeddedPostgresException(
          "This jar has no PostgreSQL for %s on %s inside: set DATABASE_URL to one of yours."
              .formatted(system, machine));
    }
    return archive;
  }

  /** What the jar's directory says, which is there without reading the archive. */
  private static String checksum(URL archive) throws IOException {
    if (archive.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (var file = jar.getJarFile()) {
        return HexFormat.of().toHexDigits((int) file.getEntry(jar.getEntryName()).getCrc());
      }
    }
    var checksum = new CRC32();
    try (var in = archive.openStream()) {
      checksum.update(in.readAllBytes());
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static void unpack(URL archive, Path target) throws IOException {
    try (var in = new BufferedInputStream(archive.openStream());
        var tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        var path = target.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          place(tar, entry, path);
        }
      }
    }
  }

  private static void place(InputStream tar, TarArchiveEntry entry, Path path) throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Asks {@code postgres}, by which it is also tried whether it runs on this machine. */
  private static String version(Path folder) throws IOException {
    try {
      var process = new PostgresPrograms(folder, "").call("postgres", List.of("--version")).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() == 0) {
        // postgres (PostgreSQL) 18.6
        return output.split(" ", 4)[2];
      }
      throw doesNotRun(output);
    } catch (IOException e) {
      throw doesNotRun(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static EmbeddedPostgresException doesNotRun(String why) {
    return new EmbeddedPostgresException(
        why.contains("unshare")
            ? "PostgreSQL does not run as root, and this system offers no way around it (%s). Start as an ordinary user, or set DATABASE_URL."
                .formatted(why)
            : "The PostgreSQL in this jar does not run on this system (%s): set DATABASE_URL to one of yours."
                .formatted(why));
  }
}
