package tally.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the embedded PostgreSQL logs.
 *
 * @param folder has a file for each day of the last week, and one for what is said before these are
 *     open
 */
record PostgresLog(Path folder) {
  private static final int LINES = 8;

  /** Where it goes until PostgreSQL writes its files itself. */
  Path ofStart() {
    return folder.resolve("start.log");
  }

  /** As settings of PostgreSQL. */
  List<String> settings() {
    return List.of(
        "logging_collector=on",
        "log_directory=" + folder,
        // The days of the week; written anew after a week.
        "log_filename=postgresql-%a.log",
        "log_rotation_age=1d",
        "log_rotation_size=0",
        "log_truncate_on_rotation=on");
  }

  /** The last lines, for an error message. */
  String end() throws IOException {
    var lines = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      var newest =
          files
              .filter(file -> !file.equals(ofStart()))
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
      if (newest.isPresent()) {
        lines.addAll(lastLines(newest.get()));
      }
    }
    lines.addAll(lastLines(ofStart()));
    return "  " + String.join("\n  ", lines);
  }

  private static List<String> lastLines(Path file) throws IOException {
    var lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }
}
