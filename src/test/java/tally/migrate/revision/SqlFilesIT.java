package tally.migrate.revision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.SqlFile;

class SqlFilesIT {
  @Test
  void aDirectorysSqlFilesAreTakenAndNothingElse(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("002_b.up.sql"), "é");
    Files.writeString(directory.resolve("001_a.UP.SQL"), "");
    Files.writeString(directory.resolve(".001_a.up.sql.swp"), "");
    Files.writeString(directory.resolve("._001_a.up.sql"), "");
    Files.writeString(directory.resolve("README.md"), "");
    Files.writeString(Files.createDirectory(directory.resolve("old.sql")).resolve("x.sql"), "");

    List<SqlFile> files = SqlFiles.in(directory.toFile());
    assertEquals(
        List.of("001_a.UP.SQL", "002_b.up.sql"), files.stream().map(SqlFile::name).toList());
    assertEquals(directory.resolve("002_b.up.sql").toString(), files.get(1).path());
    assertArrayEquals("é".getBytes(UTF_8), files.get(1).bytes());
  }

  @Test
  void aDirectoryThatCannotBeReadIsAFault(@TempDir Path directory) throws Exception {
    assertTrue(fault(directory.resolve("x")).endsWith("/x: there is no such directory"));
    String unreadable = fault(directory.resolve("gr\uFFFD\uFFFDe"));
    assertTrue(unreadable.endsWith("set LC_ALL=C.UTF-8"), unreadable);
    Path file = Files.writeString(directory.resolve("y"), "");
    assertTrue(fault(file).endsWith("/y: cannot be read as a directory"));
    Files.createSymbolicLink(directory.resolve("001_a.up.sql"), directory.resolve("gone"));
    String dangling = fault(directory);
    assertTrue(dangling.startsWith("001_a.up.sql: cannot be read: it is a link to"), dangling);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsNotWaitedFor(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("001_a.up.sql");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    assertEquals(
        "001_a.up.sql: is not a regular file but a pipe, a socket or a device: remove or rename it",
        fault(directory));
  }

  @Test
  void aLinkToAFileIsThatFile(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("elsewhere.txt"), "select 1;");
    Files.createSymbolicLink(directory.resolve("001_a.up.sql"), text);

    assertEquals(1, SqlFiles.in(directory.toFile()).size());
  }

  @Test
  void theJarHasTheFilesOfTheProject() throws Exception {
    var expected = new ArrayList<String>();
    File project = new File("sql");
    if (project.isDirectory()) {
      SqlFiles.in(project).forEach(file -> expected.add(file.path()));
    }
    URL jar = Path.of("target/app.jar").toUri().toURL();
    try (var loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      var packed = loader.loadClass(SqlFiles.class.getName()).getDeclaredMethod("packed");
      packed.setAccessible(true);
      var found = new ArrayList<String>();
      for (Object file : (List<?>) packed.invoke(null)) {
        var path = file.getClass().getDeclaredMethod("path");
        path.setAccessible(true);
        found.add((String) path.invoke(file));
      }
      assertEquals(expected, found);
    }
  }

  @Test
  void theClassesOfTheProjectHaveTheSameFiles() {
    Revisions revisions = Revisions.read(SqlFiles.packed());
    assertEquals(new File("sql").isDirectory(), !revisions.list().isEmpty());
  }

  private static String fault(Path directory) {
    var thrown = assertThrows(InvalidFilesException.class, () -> SqlFiles.in(directory.toFile()));
    return thrown.faults().get(0).toString();
  }
}
