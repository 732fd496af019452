package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the embedded PostgreSQL, each in a data folder of its own that it has used before. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DataFolderCase {
  /** Kept from run to run, as making one takes its time. */
  private static final Path USED = Path.of("target", "used-data-folder");

  @TempDir Path folder;

  @BeforeAll
  static void useAFolder() {
    EmbeddedPostgres.start(USED, progress -> {}).close();
  }

  @BeforeEach
  void copyIt() throws IOException, InterruptedException {
    var postgres = USED.resolve("postgres").toString();
    var copying = new ProcessBuilder("cp", "-R", "-p", postgres, folder.toString());
    assertEquals(0, copying.inheritIO().start().waitFor());
    try (var programs = Files.newDirectoryStream(USED, "programs-*")) {
      for (var program : programs) {
        Files.createSymbolicLink(folder.resolve(program.getFileName()), program.toAbsolutePath());
      }
    }
  }

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    try (var programs = Files.newDirectoryStream(folder, "programs-*")) {
      for (var program : programs) {
        Files.delete(program);
      }
    }
    var left = postmasters();
    left.forEach(ProcessHandle::destroyForcibly);
    assertEquals(List.of(), left);
  }

  final EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, progress -> {});
  }

  static String faultOfStarting(Path folder) {
    var fault =
        assertThrows(
            EmbeddedPostgresException.class,
            () -> EmbeddedPostgres.start(folder, progress -> {}).close());
    return Objects.requireNonNull(fault.getMessage());
  }

  static void execute(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Its one row's one column. */
  static String query(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      var value = rows.getString(1);
      assertFalse(rows.next());
      return value;
    }
  }

  /** The PostgreSQL servers that work in the folder. */
  final List<ProcessHandle> postmasters() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
        .filter(
            process ->
                List.of(process.info().arguments().orElse(new String[0])).stream()
                    .anyMatch(argument -> argument.startsWith(folder.toString())))
        .toList();
  }

  static int port(DatabaseUrl url) {
    return Integer.parseInt(url.hosts().substring(url.hosts().indexOf(':') + 1));
  }
}
