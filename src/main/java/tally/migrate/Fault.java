package tally.migrate;

/** What is wrong in a file, and where: {@code file:line: message}. */
record Fault(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
