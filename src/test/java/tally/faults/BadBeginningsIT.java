package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.JarProcess;

/** A machine on which the server cannot start. */
class BadBeginningsIT {
  @TempDir private Path folder;

  @Test
  void aTakenPortIsNoticedBeforeAnythingIsDone() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      for (var settings : new String[][] {{"PORT", "ADMIN_PORT"}, {"ADMIN_PORT", "PORT"}}) {
        var environment =
            Map.of("DATA_DIR", folder.toString(), settings[0], port, settings[1], "0");
        try (var server = JarProcess.start(environment)) {
          assertEquals(1, server.exitCode());
          assertEquals(
              "Cannot listen on 127.0.0.1, port %s: stop what uses it, or set PORT and HOST, or ADMIN_PORT.\n"
                  .formatted(port),
              server.err());
        }
      }
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFullDiskIsSaidInASentence() throws Exception {
    assumeSmallDisks();
    // Too little for PostgreSQL's programs, and enough for them, but not for a database.
    for (var size : List.of("30m", "75m")) {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var jar = Path.of("target", "app.jar").toAbsolutePath().toString();
      var server = onDiskOf(size, "exec env DATA_DIR=$1 PORT=0 $2 -jar $3", java, jar);
      var output = server.inputReader().lines().toList();

      assertEquals(1, server.waitFor());
      var last = output.get(output.size() - 1);
      assertTrue(last.startsWith("The disk is full: the database needs "), output::toString);
      assertTrue(last.endsWith("or set DATA_DIR to a folder on another disk."), output::toString);
    }
  }

  private void assumeSmallDisks() throws Exception {
    boolean areThere = onDiskOf("1m", "true").waitFor() == 0;
    if (!areThere) {
      System.err.println("SKIPPED: no small disk can be mounted here (unshare, mount)");
    }
    assumeTrue(areThere);
  }

  /** In a mount namespace of its own, for which some systems ask for no rights. */
  private Process onDiskOf(String size, String script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    command.add("mount -t tmpfs -o size=$0 tmpfs $1 && " + script);
    command.addAll(List.of(size, folder.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
