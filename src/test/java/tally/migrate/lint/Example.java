package tally.migrate.lint;

/** A rule, a file it speaks against, and one that does the same, or nearly so, and may. */
record Example(Rule rule, String bad, String good) {
  static Example example(Rule rule, String bad, String good) {
    return new Example(rule, bad, good);
  }

  @Override
  public String toString() {
    return rule.id() + ": " + bad.replace('\n', ' ');
  }
}
