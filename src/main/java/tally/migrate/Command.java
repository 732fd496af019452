package tally.migrate;

/** What stands behind a command word. */
interface Command {
  /**
   * @throws MigrationException if it was refused or failed
   */
  void run(Invocation invocation);
}
