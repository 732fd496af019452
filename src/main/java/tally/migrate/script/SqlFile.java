package tally.migrate.script;

/** The bytes of one file whose name ends in {@code .sql}. */
public final class SqlFile {
  private final String name;
  private final String path;
  private final byte[] bytes;

  /**
   * Takes the bytes as they are, without a copy.
   *
   * @param name without directories
   * @param path as it is shown to people
   */
  public SqlFile(String name, String path, byte[] bytes) {
    this.name = name;
    this.path = path;
    this.bytes = bytes;
  }

  public String name() {
    return name;
  }

  public String path() {
    return path;
  }

  /** Not a copy: nobody writes to it. */
  public byte[] bytes() {
    return bytes;
  }
}
