package tally.db;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An {@link EmbeddedPostgresProgram} in a process of its own. */
record RunningProgram(Process process, BufferedReader output) implements AutoCloseable {
  static RunningProgram start(Path folder) throws IOException {
    return run("start", folder, library -> true);
  }

  static RunningProgram use(Path folder) throws IOException {
    return run("use", folder, library -> true);
  }

  /**
   * @param libraries which parts of the class path it has
   */
  static RunningProgram run(String verb, Path folder, Predicate<String> libraries)
      throws IOException {
    var classPath =
        List.of(System.getProperty("java.class.path").split(":")).stream()
            .filter(libraries)
            .toList();
    var command = new ArrayList<String>();
    // A group of its own, so that a test can press Ctrl-C without ending itself; and with that
    // signal as on a terminal, while what runs in the background ignores it.
    command.addAll(List.of("env", "--default-signal=INT", "setsid"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", String.join(":", classPath)));
    command.addAll(List.of(EmbeddedPostgresProgram.class.getName(), verb, folder.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new RunningProgram(process, process.inputReader());
  }

  /** Waits for a line that begins so. */
  String line(String beginning) throws IOException {
    var seen = new StringBuilder();
    for (String line; (line = output.readLine()) != null; ) {
      if (line.startsWith(beginning)) {
        return line;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("ended without \"" + beginning + "\":\n" + seen);
  }

  RunningProgram ready() throws IOException {
    line("ready");
    return this;
  }

  /** What a terminal does on Ctrl-C: the signal goes to the whole process group. */
  void pressCtrlC() throws IOException, InterruptedException {
    var group = "-" + process.pid();
    new ProcessBuilder("kill", "-INT", "--", group).inheritIO().start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
  }

  /** Ends it in order. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "did not end");
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
