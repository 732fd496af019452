package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The embedded PostgreSQL of processes that are killed, and of several at once. */
class EmbeddedPostgresProcessesIT extends DataFolderCase {
  @Test
  void afterAKillPostgresStopsByItselfAndNothingAcknowledgedIsLost() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      writeNote();
      program.kill();
    }
    for (int i = 0; i < 100 && !postmasters().isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertEquals(List.of(), postmasters());
    assertNoteIsKept();
  }

  @Test
  void anOrphanWhoseGuardWasKilledTooIsStoppedByTheNextStart() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      writeNote();
      var guard =
          program.process().descendants().filter(EmbeddedPostgresProcessesIT::isShell).toList();
      assertFalse(guard.isEmpty());
      guard.forEach(ProcessHandle::destroyForcibly);
      program.kill();
    }
    assertEquals(1, postmasters().size());

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
  void aSecondServerInTheSameProcessIsRefusedAndTakesNothingAway() throws Exception {
    try (var postgres = start()) {
      assertTrue(faultOfStarting(folder).contains(" is in use by a server"));
      try (var used = EmbeddedPostgres.use(folder, progress -> {})) {
        assertEquals(postgres.url(), used.url());
      }
      try (var other = RunningProgram.start(folder)) {
        assertTrue(other.line("fault").contains(" is in use by a server"));
      }
    }
  }

  @Test
  void ctrlCLeavesPostgresToTheServer() throws Exception {
    try (var program = RunningProgram.start(folder).ready()) {
      program.pressCtrlC();

      assertEquals("drained", program.output().readLine());
      assertEquals("closed", program.output().readLine());
    }
    assertEquals(List.of(), postmasters());
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
      assertEquals(1, postmasters().size());
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

  private void writeNote() throws Exception {
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
      writeNote();
      var all = program.process().descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      program.kill();
      for (var process : all) {
        process.onExit().get();
      }
    }
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
}
