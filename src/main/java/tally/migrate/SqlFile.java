package tally.migrate;

/** The bytes of one file whose name ends in {@code .sql}. */
final class SqlFile {
  private final String name;
  private final String path;
  private final byte[] bytes;

  /**
   * @param name without directories
   * @param path as it is shown to people
   */
  SqlFile(String name, String path, byte[] bytes) {
    this.name = name;
    this.path = path;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  String path() {
    return path;
  }

  /** Not a copy: nobody writes to it. */
  byte[] bytes() {
    return bytes;
  }
}
