package tally.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
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
    return run(input, out, words);
  }

  /** With an output of the test's own; the answer has none. */
  Run runInto(OutputStream out, String... words) {
    return run("", out, words);
  }

  private Run run(String input, OutputStream out, String... words) {
    var err = new ByteArrayOutputStream();
    var around =
        new Surroundings(
            environment,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            print(out),
            print(err),
            null);
    int exitCode = Cli.run(words, around);
    var written = out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
    return new Run(exitCode, written, err.toString(UTF_8));
  }

  private static PrintStream print(OutputStream out) {
    return new PrintStream(out, true, UTF_8);
  }
}
