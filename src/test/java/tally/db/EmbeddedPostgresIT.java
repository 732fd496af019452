package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir static Path unused;

  @TempDir Path folder;

  @BeforeAll
  static void createADatabase() {
    EmbeddedPostgres.start(unused, progress -> {}).close();
  }

  @BeforeEach
  void copyIt() throws IOException, InterruptedException {
    copy(unused.resolve("postgres"), folder);
    try (var programs = Files.newDirectoryStream(unused, "programs-*")) {
      for (var program : programs) {
        Files.createSymbolicLink(folder.resolve(program.getFileName()), program);
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
    var left = processes(folder);
    left.forEach(ProcessHandle::destroyForcibly);
    assertEquals(List.of(), left);
  }

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
      port = port(postgres);
    }
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (var postgres = start()) {
        assertFalse(port(postgres) == port);
        assertEquals("1", query(postgres.url(), "select 1"));
      }
    }
  }

  @Test
  void theServersRoleOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
    try (var postgres = start()) {
      var url = postgres.url();

      assertEquals("tally", query(url, "select current_user"));
      assertEquals(
          "f",
          query(
              url,
              """
              select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
              from pg_roles where rolname = current_user
              """));
      execute(url, "create extension pg_trgm");
      assertEquals("t", query(url, "select 'Straße' ilike '%STRAßE%' and 'Привет' % 'привет'"));
      assertEquals("on on", query(url, settings("fsync", "full_page_writes")));
      assertEquals("18", query(url, "select current_setting('server_version_num')::int / 10000"));
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() throws SQLException, IOException {
    try (var postgres = start()) {
      for (var user : List.of("tally", "postgres", "root")) {
        for (var database : List.of("tally", "postgres", "template1")) {
          var url = "postgresql://%s@%s/%s".formatted(user, postgres.url().hosts(), database);
          assertThrows(SQLException.class, () -> DatabaseUrl.parse(url).connect().close());
          var wrong = url.replace("@", ":wrong@");
          var thrown =
              assertThrows(SQLException.class, () -> DatabaseUrl.parse(wrong).connect().close());
          assertEquals("28P01", thrown.getSQLState(), "refused for its password");
        }
      }
      var superuser = superuser(postgres);
      assertEquals(
          "scram-sha-256", query(superuser, "select distinct auth_method from pg_hba_file_rules"));
      assertEquals(
          "127.0.0.1 ", query(superuser, settings("listen_addresses", "unix_socket_directories")));
    }
  }

  @Test
  void onlyTheLoopbackAddressIsListenedOn() throws IOException {
    try (var postgres = start()) {
      for (var address : otherAddresses()) {
        try (var socket = new Socket()) {
          assertThrows(
              SocketException.class,
              () -> socket.connect(new InetSocketAddress(address, port(postgres)), 2000),
              address.toString());
        }
      }
    }
  }

  @Test
  void theFilesAreTheirOwnersAlone() throws IOException {
    assertEquals("rwx------", permissions(folder.resolve("postgres")));
    assertEquals("rwx------", permissions(folder.resolve("postgres/data")));
    assertEquals("rw-------", permissions(folder.resolve("postgres/password")));
    assertEquals("rw-------", permissions(folder.resolve("postgres/superuser-password")));

    var missing = folder.resolve("new/folder");
    DataFolder.at(missing);
    assertEquals("rwx------", permissions(missing));
  }

  @Test
  void afterAKillPostgresStopsByItselfAndNothingAcknowledgedIsLost() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      writeNote(folder);
      program.kill();
    }
    for (int i = 0; i < 100 && !processes(folder).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertEquals(List.of(), processes(folder));
    assertNoteIsKept();
  }

  @Test
  void anOrphanWhoseGuardWasKilledTooIsStoppedByTheNextStart() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      writeNote(folder);
      var guard = program.process().descendants().filter(EmbeddedPostgresIT::isShell).toList();
      assertFalse(guard.isEmpty());
      guard.forEach(ProcessHandle::destroyForcibly);
      program.kill();
    }
    assertEquals(1, processes(folder).size());

    var progress = new ArrayList<String>();
    try (var postgres = EmbeddedPostgres.start(folder, progress::add)) {
      assertEquals(List.of("Stopping the PostgreSQL of a server that was killed"), progress);
      assertEquals("kept", query(postgres.url(), "select note from notes"));
    }
  }

  @Test
  void aLeftBehindProcessIdThatIsSomebodyElsesByNowDoesNoHarm() throws Exception {
    killEverything();
    var file = folder.resolve("postgres/data/postmaster.pid");
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);

    assertNoteIsKept();
  }

  @Test
  void aStartRightAfterAllWasKilledGoesOn() throws Exception {
    killEverything();

    assertNoteIsKept();
  }

  @Test
  void aSecondServerIsToldWhoHasTheFolder() throws Exception {
    try (var program = RunningProgram.start(folder).ready();
        var second = RunningProgram.start(folder)) {
      var fault = second.line("fault");

      assertTrue(fault.contains(folder.toRealPath() + " is in use by a server"), fault);
      assertTrue(fault.contains("(process " + program.process().pid() + ", since 20"), fault);
      assertTrue(fault.endsWith("stop it, or set DATA_DIR to another folder."), fault);
    }
  }

  @Test
  void ctrlCLeavesPostgresToTheServer() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      program.pressCtrlC();

      assertEquals("drained", program.output().readLine());
      assertEquals("closed", program.output().readLine());
    }
    assertEquals(List.of(), processes(folder));
  }

  @Test
  void aCommandUsesTheRunningServersPostgresAndLeavesItRunning() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      try (var used = EmbeddedPostgres.use(folder, progress -> {})) {
        execute(used.url(), "create table notes (note text)");
      }
      try (var used = EmbeddedPostgres.use(folder, progress -> {})) {
        assertEquals("0", query(used.url(), "select count(*) from notes"));
      }
      assertTrue(program.process().isAlive());
    }
  }

  @Test
  void aCommandWithoutAServerStartsPostgresForItselfAndOthersWait() throws Exception {
    RunningProgram second;
    try (var first = RunningProgram.use(folder).ready()) {
      second = RunningProgram.use(folder);
      assertTrue(second.line("Waiting for a command (process " + first.process().pid()) != null);
      assertEquals(1, processes(folder).size());
    }
    try (second) {
      second.ready();
    }
  }

  @Test
  void aServerWaitsForACommand() throws Exception {
    RunningProgram server;
    try (var command = RunningProgram.use(folder).ready()) {
      server = RunningProgram.start(folder);
      assertTrue(server.line("Waiting for a command (process " + command.process().pid()) != null);
    }
    try (server) {
      server.ready();
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
  void aFirstStartThatWasKilledIsDoneAgain() throws Exception {
    var fresh = folder.resolve("fresh");
    try (var program = RunningProgram.start(fresh)) {
      program.line("Creating a database");
      while (!Files.exists(unfinished(fresh).resolve("data/base"))) {
        Thread.sleep(5);
      }
      program.kill();
    }

    try (var postgres = EmbeddedPostgres.start(fresh, progress -> {})) {
      assertEquals("1", query(postgres.url(), "select 1"));
    }
    // What the killed one's initdb still wrote to at that moment goes with one of the next starts.
    for (int i = 0; i < 5 && Files.exists(unfinished(fresh)); i++) {
      EmbeddedPostgres.start(fresh, progress -> {}).close();
    }
    try (var files = Files.list(fresh)) {
      assertEquals(3, files.count(), "lock, postgres and programs");
    }
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

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, progress -> {});
  }

  private static String faultOfStarting(Path folder) {
    var fault =
        assertThrows(
            EmbeddedPostgresException.class,
            () -> EmbeddedPostgres.start(folder, progress -> {}).close());
    return Objects.requireNonNull(fault.getMessage());
  }

  private void writeNote(Path folder) throws Exception {
    try (var used = EmbeddedPostgres.use(folder, progress -> {})) {
      execute(used.url(), "create table notes (note text)");
      execute(used.url(), "insert into notes values ('kept')");
    }
  }

  private void assertNoteIsKept() throws SQLException {
    try (var postgres = start()) {
      assertEquals("kept", query(postgres.url(), "select note from notes"));
    }
  }

  /** Server, guard and PostgreSQL, as when the power goes. */
  private void killEverything() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      writeNote(folder);
      var all = program.process().descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      program.kill();
      for (var process : all) {
        process.onExit().get();
      }
    }
  }

  private DatabaseUrl superuser(EmbeddedPostgres postgres) throws IOException {
    var password = Files.readString(folder.resolve("postgres/superuser-password")).strip();
    return DatabaseUrl.parse(
        "postgresql://postgres:%s@%s/tally".formatted(password, postgres.url().hosts()));
  }

  private static int port(EmbeddedPostgres postgres) {
    var hosts = postgres.url().hosts();
    return Integer.parseInt(hosts.substring(hosts.indexOf(':') + 1));
  }

  private static String settings(String one, String other) {
    return "select concat_ws(' ', current_setting('%s'), current_setting('%s'))"
        .formatted(one, other);
  }

  private static void execute(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Its one row's one column. */
  private static String query(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      var value = rows.getString(1);
      assertFalse(rows.next());
      return value;
    }
  }

  private static List<InetAddress> otherAddresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
        .toList();
  }

  /** The postmasters of a folder. */
  private static List<ProcessHandle> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
        .filter(
            process ->
                List.of(process.info().arguments().orElse(new String[0])).stream()
                    .anyMatch(argument -> argument.startsWith(folder.toString())))
        .toList();
  }

  private static boolean isShell(ProcessHandle process) {
    var command = process.info().command().orElse("");
    return !command.endsWith("/postgres");
  }

  private static Path unfinished(Path folder) throws IOException {
    try (var found = Files.newDirectoryStream(folder, "unfinished-*")) {
      var iterator = found.iterator();
      return iterator.hasNext() ? iterator.next() : folder.resolve("none");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void copy(Path tree, Path into) throws IOException, InterruptedException {
    var copying = new ProcessBuilder("cp", "-R", "-p", tree.toString(), into.toString());
    assertEquals(0, copying.inheritIO().start().waitFor());
  }
}
