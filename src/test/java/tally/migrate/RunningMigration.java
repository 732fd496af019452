package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of the migrator. */
final class RunningMigration {
  private final Process process;
  private final BufferedReader output;
  private final StringBuilder read = new StringBuilder();

  RunningMigration(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Reads on until a line contains this. */
  RunningMigration waitFor(String part) {
    try {
      String line = output.readLine();
      while (line != null) {
        read.append(line).append('\n');
        if (line.contains(part)) {
          return this;
        }
        line = output.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("«" + part + "» was never said:\n" + read);
  }

  /** What is typed on its terminal. */
  RunningMigration type(String keys) {
    try {
      OutputStream keyboard = process.getOutputStream();
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
    end();
  }

  /** SIGTERM. */
  RunningMigration terminate() {
    // Not by the process itself, which would close its output too.
    process.toHandle().destroy();
    return this;
  }

  /** Who starts the build in the background has it, and all it starts, ignore Ctrl-C. */
  static void assumeCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(
        !Files.exists(status)
            || !Files.readString(status).matches("(?s).*SigIgn:\\s*\\w*[2367abef]\n.*"),
        "SKIPPED: this process ignores SIGINT");
  }

  /** SIGINT, which Ctrl-C sends. */
  RunningMigration interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    return this;
  }

  /** Waits for its end, at most two minutes. */
  Run end() {
    // What it says may come to no end either.
    var tooLate =
        CompletableFuture.runAsync(
            process.toHandle()::destroyForcibly,
            CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES));
    try {
      String line = output.readLine();
      while (line != null) {
        read.append(line).append('\n');
        line = output.readLine();
      }
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
      assertTrue(tooLate.cancel(false), () -> "it does not end: " + read);
      return new Run(process.exitValue(), "", read.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
