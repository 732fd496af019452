package tally.cli;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.Config;
import tally.LogFormat;
import tally.Logs;

/**
 * What a command has around it.
 *
 * @param environment the settings
 * @param in what is piped in
 * @param out what the command answers
 * @param err everything else
 * @param terminal null where nobody sits at one
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    @Nullable Terminal terminal) {
  /**
   * The settings of a command other than {@code serve}, and a log that says nothing unless asked.
   *
   * @throws Config.Invalid with every fault at once
   */
  Config config() {
    var config = Config.forCommand(environment);
    Logs.forCommand(LogFormat.TEXT, config.logLevel().equals("debug") ? "debug" : "error");
    return config;
  }

  /** The lines that are piped in. */
  BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Shows no variable's value. */
  @Override
  public String toString() {
    return "Surroundings";
  }
}
