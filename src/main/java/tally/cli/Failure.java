package tally.cli;

import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked; the message says why and what to do next. */
final class Failure extends RuntimeException {
  private final int exitCode;

  private Failure(String message, int exitCode) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** It was asked well, and could not be done. */
  static Failure of(String message) {
    return new Failure(message, ExitCode.SOFTWARE);
  }

  /** It was asked in a way that cannot be understood. */
  static Failure usage(String message) {
    return new Failure(message, ExitCode.USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
