package tally.migrate.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import tally.migrate.script.FileName;

/** The next numbered pair of files of a directory. */
final class NewPair {
  private static final int USUAL_WIDTH = 3;
  private static final int LONGEST_PAUSE = 50;

  private static final String UP =
      """
      -- What this does and why, in a sentence or two: `migrate show` prints it.
      --
      -- The file runs in one transaction. What cannot run in one (CREATE INDEX CONCURRENTLY, VACUUM) goes into a file of
      -- its own with the line `-- migrate: no-transaction` here. A file that has been applied anywhere is not changed any
      -- more: the next change is the next file.

      """;

  private static final String DOWN =
      """
      -- The way back: exactly what the up file made, taken back in reverse order; `migrate verify` proves it.
      --
      -- Where there is none, the file is one line: `-- migrate: irreversible` with the reason, and what to do instead.

      """;

  private final Path directory;
  private final String name;

  NewPair(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /**
   * Writes both files and returns their common part, {@code 007_add_notes}. Of two who do so at
   * once, the second takes the number after the first's.
   */
  String write() throws IOException {
    while (true) {
      String digits = nextNumber();
      String label = digits + "_" + name;
      if (create(label) && isAlone(digits, label)) {
        return label;
      }
      pause();
    }
  }

  private String nextNumber() {
    int last = 0;
    int width = USUAL_WIDTH;
    int first = Integer.MAX_VALUE;
    for (String file : files()) {
      FileName parsed = FileName.parse(file);
      if (parsed != null) {
        last = Math.max(last, parsed.number());
        if (parsed.number() < first) {
          first = parsed.number();
          width = parsed.digits().length();
        }
      }
    }
    String digits = Integer.toString(last + 1);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** Returns false if somebody else has just written the same. */
  private boolean create(String label) throws IOException {
    Path up = directory.resolve(label + FileName.UP);
    Path down = directory.resolve(label + FileName.DOWN);
    try {
      write(up, UP);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      write(down, DOWN);
      return true;
    } catch (IOException e) {
      Files.delete(up);
      if (e instanceof FileAlreadyExistsException) {
        return false;
      }
      throw e;
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (Writer writer =
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      writer.write(text);
    }
  }

  /** Gives way if somebody else has taken the number for another name meanwhile. */
  private boolean isAlone(String digits, String label) throws IOException {
    for (String file : files()) {
      FileName parsed = FileName.parse(file);
      if (parsed != null && parsed.digits().equals(digits) && !parsed.label().equals(label)) {
        Files.delete(directory.resolve(label + FileName.UP));
        Files.delete(directory.resolve(label + FileName.DOWN));
        return false;
      }
    }
    return true;
  }

  private String[] files() {
    return Objects.requireNonNullElse(directory.toFile().list(), new String[0]);
  }

  /** For two that give way to one another. */
  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
