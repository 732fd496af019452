package tally.migrate.script;

/**
 * What is wrong in a file, and where: {@code file:line: message}.
 *
 * @param line from 1; 0 where it is about no line, such as a directory that is not there
 * @param message what is wrong and what to do about it
 */
public record Fault(String file, int line, String message) implements Comparable<Fault> {
  @Override
  public int compareTo(Fault other) {
    int byFile = file.compareTo(other.file);
    return byFile == 0 ? Integer.compare(line, other.line) : byFile;
  }

  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
  }
}
