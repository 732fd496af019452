package tally.migrate.command;

import tally.migrate.failure.MigrationException;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Invocation;

/** What stands behind a command word. */
public interface Command {
  /** The one that a word names. */
  static Command of(CommandName name) {
    return switch (name) {
      case UPGRADE -> new UpgradeCommand();
      case DOWNGRADE -> new DowngradeCommand();
      case CURRENT -> new CurrentCommand();
      case STATUS -> new StatusCommand();
      case HISTORY -> new HistoryCommand();
      case HEADS -> new HeadsCommand();
      case BRANCHES -> new BranchesCommand();
      case SHOW -> new ShowCommand();
      case STAMP -> new StampCommand();
      case LOG -> new LogCommand();
      case ACCEPT -> new AcceptCommand();
      case RESET -> new ResetCommand();
      case CHECK -> new CheckCommand();
      case VALIDATE -> new ValidateCommand();
      case LINT -> new LintCommand();
      case VERIFY -> new VerifyCommand();
      case NEW -> new NewCommand();
      case IMPORT_ALEMBIC -> new ImportAlembicCommand();
    };
  }

  /**
   * Carries the command out.
   *
   * @throws MigrationException if it was refused or failed
   */
  void run(Invocation invocation);
}
