package tally.migrate.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Jazzer makes up migration files, led by which code they reach, for {@code -Dfuzz.seconds=…}. It
 * begins with the files among the test's resources, and with what earlier runs have found worth
 * keeping. What breaks {@link FileFuzzer} is in {@code target/fuzz}; as a further file among the
 * resources it is tried for ever.
 */
class FuzzIT {
  private static final long SECONDS = Long.getLong("fuzz.seconds", 20);
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final Pattern STATE = Pattern.compile("#(\\d+)\\s.* cov: (\\d+) ft: (\\d+)");

  @Test
  void noFileBreaksTheReaderTheSplitterOrTheLinter() throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(FOLDER.resolve("corpus"));
    Path temporary = Files.createDirectories(FOLDER.resolve("tmp"));
    Process process =
        new ProcessBuilder(command(corpus, temporary)).redirectErrorStream(true).start();
    var said = new StringBuilder();
    String state = "nothing";
    try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher progress = STATE.matcher(line);
        if (progress.find()) {
          state =
              progress.group(1)
                  + " executions, coverage "
                  + progress.group(2)
                  + " edges, "
                  + progress.group(3)
                  + " features";
        } else {
          said.append(line).append('\n');
        }
      }
    }
    int status = process.waitFor();

    System.out.println("FuzzIT: " + state + " in " + SECONDS + " s");
    assertEquals(0, status, said::toString);
    assertTrue(said.indexOf("Done ") >= 0, said::toString);
  }

  private static List<String> command(Path corpus, Path temporary) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx600m",
        // An agent that it unpacks is left behind where it is killed.
        "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FileFuzzer.class.getName(),
        "--instrumentation_includes=tally.migrate.**",
        "--reproducer_path=" + FOLDER,
        "-artifact_prefix=" + FOLDER + "/",
        "-max_total_time=" + SECONDS,
        // Of one file, in seconds: longer is a loop.
        "-timeout=10",
        "-max_len=4096",
        corpus.toString(),
        SEEDS.toString());
  }
}
