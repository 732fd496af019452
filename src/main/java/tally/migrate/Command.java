package tally.migrate;

/** What stands behind a command word. */
interface Command {
  /**
   * Carries the command out.
   *
   * @throws MigrationException if it was refused or failed
   */
  void run(Invocation invocation);
}
