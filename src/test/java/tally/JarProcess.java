package tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The finished jar, started as a process of its own, with no environment but the test's. */
public final class JarProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+),");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private JarProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  public static JarProcess start(Map<String, String> environment, String... arguments) {
    return startWithInput(environment, "", arguments);
  }

  /** Another jar than the one that is tested. */
  static JarProcess startJar(Path jar, Map<String, String> environment, String... arguments) {
    return start(jar, environment, "", arguments);
  }

  static JarProcess startWithInput(
      Map<String, String> environment, String input, String... arguments) {
    return start(Path.of("target", "app.jar").toAbsolutePath(), environment, input, arguments);
  }

  private static JarProcess start(
      Path jar, Map<String, String> environment, String input, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-jar");
    words.add(jar.toString());
    words.addAll(List.of(arguments));
    try {
      var out = Files.createTempFile("tally", ".out");
      var err = Files.createTempFile("tally", ".err");
      var builder = new ProcessBuilder(words);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      var process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new JarProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + out() + err());
    }
    return process.exitValue();
  }

  /** Waits until it serves, and returns where. */
  String address() throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
      var line = ADDRESS.matcher(out());
      if (line.find()) {
        return line.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("does not serve: " + out() + err());
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  public String out() {
    return text(out);
  }

  public String err() {
    return text(err);
  }

  /** Ends it at once, if it has not ended, and forgets what it has said. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
