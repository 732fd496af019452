package tally.migrate.revision;

/** Forward or back. */
public enum Direction {
  UP("up", "upgrade"),
  DOWN("down", "downgrade");

  private final String word;
  private final String command;

  Direction(String word, String command) {
    this.word = word;
    this.command = command;
  }

  /** As in the files' names and in the log. */
  public String word() {
    return word;
  }

  /** The command that goes this way. */
  public String command() {
    return command;
  }
}
