package tally.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The jar's commands, run in this process, where nobody sits at a terminal. */
final class Commands {
  private final Map<String, String> environment;

  Commands(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What a command answered, and its exit code. */
  record Run(int exitCode, String out, String err) {}

  Run run(String... words) {
    return runWithInput("", words);
  }

  Run runWithInput(String input, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var around =
        new Surroundings(
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            print(out),
            print(err),
            null);
    int exitCode = Cli.run(words, around);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
