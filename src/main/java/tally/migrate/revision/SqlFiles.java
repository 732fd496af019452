package tally.migrate.revision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.Fault;
import tally.migrate.script.SqlFile;

/**
 * Where migration files come from: a directory, or this program's own jar. Every file whose name
 * ends in {@code .sql} is taken, hidden ones excepted; directories below are not looked into.
 *
 * <p>Plain {@code java.io} and {@code java.util.zip}, because a run at head is mostly start-up
 * time, and these are loaded anyway.
 */
public final class SqlFiles {
  private static final String PACKED = "sql/";
  // The names, a line each, written by the build.
  private static final String INDEX = "sql/INDEX";

  private SqlFiles() {}

  /**
   * The {@code .sql} files of a directory, not of the folders in it.
   *
   * @throws InvalidFilesException if the directory or one of its files cannot be read
   */
  public static List<SqlFile> in(File directory) {
    return read(directory, directory.getPath() + File.separator);
  }

  /** The files that were packed into the program, none if it was built without. */
  public static List<SqlFile> packed() {
    File program = program();
    if (program.isDirectory()) {
      File directory = new File(program, PACKED);
      return directory.isDirectory() ? read(directory, PACKED) : List.of();
    }
    try (var jar = new ZipFile(program)) {
      return read(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SqlFile> read(File directory, String shown) {
    String[] names = directory.list();
    if (names == null) {
      String why =
          directory.exists() ? "cannot be read as a directory" : "there is no such directory";
      throw new InvalidFilesException(
          List.of(new Fault(directory.getPath(), 0, why + hint(directory.getPath()))));
    }
    Arrays.sort(names);
    var files = new ArrayList<SqlFile>(names.length);
    var faults = new ArrayList<Fault>();
    for (String name : names) {
      if (!isSql(name)) {
        continue;
      }
      var file = new File(directory, name);
      // Asked before it is opened: to open a named pipe waits for somebody to write into it.
      if (!file.isFile()) {
        if (!file.isDirectory()) {
          faults.add(new Fault(name, 0, notAFile(file)));
        }
        continue;
      }
      try (var in = new FileInputStream(file)) {
        files.add(new SqlFile(name, shown.concat(name), in.readAllBytes()));
      } catch (IOException e) {
        faults.add(new Fault(name, 0, "cannot be read: " + e.getMessage() + hint(name)));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidFilesException(faults);
    }
    return files;
  }

  private static String notAFile(File file) {
    return file.exists()
        ? "is not a regular file but a pipe, a socket or a device: remove or rename it"
        : "cannot be read: it is a link to a file that is not there, or its directory may not be"
            + " searched by our user"
            + hint(file.getName());
  }

  /** A container without a locale has but ASCII, and finds no file whose name has more. */
  private static String hint(String path) {
    return path.indexOf('\uFFFD') < 0
        ? ""
        : "; its name has letters that the locale of this process has not: set LC_ALL=C.UTF-8";
  }

  private static List<SqlFile> read(ZipFile jar) throws IOException {
    byte[] index = read(jar, INDEX);
    if (index == null) {
      throw new IOException(jar.getName() + " was built without " + INDEX);
    }
    var files = new ArrayList<SqlFile>();
    String names = new String(index, UTF_8).strip();
    for (int from = 0; from < names.length(); ) {
      int line = names.indexOf('\n', from);
      int end = line < 0 ? names.length() : line;
      String path = PACKED.concat(names.substring(from, end));
      byte[] bytes = read(jar, path);
      if (bytes == null) {
        throw new IOException(path + " is missing in " + jar.getName());
      }
      files.add(new SqlFile(names.substring(from, end), path, bytes));
      from = end + 1;
    }
    return files;
  }

  private static byte @Nullable [] read(ZipFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static boolean isSql(String name) {
    return !name.startsWith(".")
        && name.regionMatches(true, name.length() - ".sql".length(), ".sql", 0, ".sql".length());
  }

  /** The jar or the directory that this class was loaded from. */
  private static File program() {
    try {
      URI place = SqlFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return new File(place);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
