package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT extends DataFolderCase {
  @Test
  void whatIsWrittenIsThereAtTheNextStartOnTheSamePort() throws SQLException {
    DatabaseUrl first;
    try (var postgres = start()) {
      first = postgres.url();
      execute(first, "create table notes (note text)");
      execute(first, "insert into notes values ('kept')");
    }
    try (var postgres = start()) {
      assertEquals(first, postgres.url());
      assertEquals("kept", query(postgres.url(), "select note from notes"));
    }
  }

  @Test
  void aTakenPortIsExchangedForAFreeOne() throws IOException, SQLException {
    int port;
    try (var postgres = start()) {
      port = port(postgres.url());
    }
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (var postgres = start()) {
        assertFalse(port(postgres.url()) == port);
        assertEquals("1", query(postgres.url(), "select 1"));
      }
    }
  }

  @Test
  void aFolderOfAnotherMajorVersionIsRefusedWithWhatToDo() throws Exception {
    var version = folder.resolve("postgres/data/PG_VERSION");
    Files.writeString(version, "17\n");

    var fault = faultOfStarting(folder);

    assertTrue(fault.contains("is of PostgreSQL 17, and this jar has 18. Nothing was changed."));
    assertTrue(fault.contains("pg_dump"));
    Files.writeString(version, "18\n");
    start().close();
  }

  @Test
  void theProgramsOfAnotherReleaseGoWhenTheyAreNoLongerNeeded() throws IOException {
    var old = Files.createDirectories(folder.resolve("programs-0123abcd/bin"));
    Files.writeString(old.resolve("postgres"), "");

    start().close();

    assertFalse(Files.exists(folder.resolve("programs-0123abcd")));
  }

  @Test
  void foreignFilesAreNeitherTakenForADatabaseNorDeleted() throws Exception {
    var foreign = Files.createDirectories(folder.resolve("other/postgres")).resolve("letter.txt");
    Files.writeString(foreign, "Dear Ann");

    var fault = faultOfStarting(folder.resolve("other"));

    assertTrue(fault.contains("is not a database of this server"), fault);
    assertEquals("Dear Ann", Files.readString(foreign));
    assertTrue(faultOfStarting(folder.resolve("postgres/data")).contains("is itself a PostgreSQL"));
  }

  @Test
  void withoutItsProgramsItSaysWhatToSet() throws Exception {
    try (var program =
        RunningProgram.run("start", folder, library -> !library.contains("binaries"))) {
      var fault = program.line("fault");

      assertTrue(fault.startsWith("fault: This jar has no PostgreSQL for "), fault);
      assertTrue(fault.endsWith("set DATABASE_URL to one of yours."), fault);
    }
  }

  @Test
  void whatPostgresComplainsOfIsShown() throws Exception {
    Files.writeString(folder.resolve("postgres/data/postgresql.conf"), "shared_buffers = much\n");

    var fault = faultOfStarting(folder);

    assertTrue(fault.contains("invalid value for parameter \"shared_buffers\""), fault);
  }
}
