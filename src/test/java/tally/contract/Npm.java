package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tally.Programs;

/** Programs from npm, in the versions that {@code src/test/npm} names. */
final class Npm {
  private static final Path SOURCE = Path.of("src", "test", "npm");

  /** Where they are installed, and run. */
  private static final Path FOLDER = Path.of("target", "npm");

  private Npm() {}

  /** Installs them, unless they are; skips the test where there is no npm. */
  static void install() throws IOException, InterruptedException {
    Programs.assume("npm", "Debian: npm");
    Files.createDirectories(FOLDER);
    try (var files = Files.list(SOURCE)) {
      for (var file : files.toList()) {
        var copy = FOLDER.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    var wanted = Files.readString(SOURCE.resolve("package-lock.json"));
    var stamp = FOLDER.resolve("installed");
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
      run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Files.writeString(stamp, wanted);
    }
  }

  /** What a program prints that succeeds. */
  static String run(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(List.of(command))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + printed);
    return printed;
  }
}
