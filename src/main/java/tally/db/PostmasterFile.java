package tally.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, in which a PostgreSQL server says who and where it is. It is left behind
 * by a server that was killed, and its process id may be somebody else's by then.
 *
 * @param pid of the server
 * @param started seconds since 1970
 * @param port where it listens
 * @param status {@code starting}, {@code ready} or {@code stopping}
 */
record PostmasterFile(long pid, long started, int port, String status) {
  private static final String NAME = "postmaster.pid";

  /** No process has this id: it is beyond what Linux and macOS give out. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  static Optional<PostmasterFile> read(Path data) throws IOException {
    try {
      var lines = lines(data);
      // The status comes with the eighth line; before that the server is not far enough.
      return lines.size() < 8
          ? Optional.empty()
          : Optional.of(
              new PostmasterFile(
                  Long.parseLong(lines.get(0).strip()),
                  Long.parseLong(lines.get(2).strip()),
                  Integer.parseInt(lines.get(3).strip()),
                  lines.get(7).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The process that the file names, if one has that id. It need not be PostgreSQL. */
  static Optional<ProcessHandle> process(Path data) throws IOException {
    try {
      var pid = Long.parseLong(lines(data).stream().findFirst().orElse("").strip());
      return ProcessHandle.of(Math.abs(pid)).filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes the process id out. PostgreSQL goes by it and would not start while it is alive. The rest
   * stays: by it PostgreSQL finds out whether a process of the killed server still works.
   */
  static void disown(Path data) throws IOException {
    var lines = new ArrayList<>(lines(data));
    lines.set(0, NOBODY);
    Files.writeString(data.resolve(NAME), String.join("\n", lines) + "\n");
  }

  boolean ready() {
    return status.equals("ready");
  }

  private static List<String> lines(Path data) throws IOException {
    return Files.readAllLines(data.resolve(NAME), StandardCharsets.ISO_8859_1);
  }

  /** How long it takes for something to change in there. */
  static void pause() throws IOException {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
