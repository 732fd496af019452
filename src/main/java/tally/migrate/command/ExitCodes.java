package tally.migrate.command;

import java.util.EnumSet;
import java.util.Set;
import tally.migrate.failure.Exit;
import tally.migrate.invocation.CommandName;

/** What {@code --help} says about how a command may end. */
final class ExitCodes {
  private static final int COLUMN = 4;

  private ExitCodes() {}

  static String all() {
    return text(EnumSet.allOf(Exit.class));
  }

  static String of(CommandName command) {
    var exits = EnumSet.of(Exit.DONE, Exit.UNREACHABLE, Exit.USAGE, Exit.FILES);
    switch (command) {
      case UPGRADE, RESET -> addRun(exits);
      case DOWNGRADE -> {
        addRun(exits);
        exits.add(Exit.IRREVERSIBLE);
      }
      case STAMP, ACCEPT -> addChange(exits);
      case VERIFY -> {
        exits.addAll(EnumSet.of(Exit.STATE, Exit.POOLER, Exit.VERIFY_FAILED, Exit.INTERRUPTED));
      }
      case CURRENT, STATUS, HISTORY, SHOW, LOG -> exits.add(Exit.STATE);
      case CHECK -> exits.addAll(EnumSet.of(Exit.STATE, Exit.DRIFT));
      case LINT -> exits.addAll(EnumSet.of(Exit.STATE, Exit.LINT));
      case HEADS, BRANCHES, VALIDATE, NEW, IMPORT_ALEMBIC -> {}
    }
    return text(exits);
  }

  private static void addRun(Set<Exit> exits) {
    addChange(exits);
    exits.add(Exit.STATEMENT_FAILED);
    exits.add(Exit.STOPPED_HALFWAY);
  }

  private static void addChange(Set<Exit> exits) {
    exits.add(Exit.STATE);
    exits.add(Exit.POOLER);
    exits.add(Exit.LOCKED);
    exits.add(Exit.INTERRUPTED);
  }

  private static String text(Set<Exit> exits) {
    var text = new StringBuilder("\nExit codes:\n");
    for (Exit exit : exits) {
      String status = Integer.toString(exit.status());
      text.append("  ").append(status).append(" ".repeat(COLUMN - status.length()));
      text.append(meaning(exit)).append('\n');
    }
    return text.toString();
  }

  private static String meaning(Exit exit) {
    return switch (exit) {
      case DONE -> "done";
      case UNREACHABLE -> "the database cannot be reached, or something unexpected";
      case USAGE -> "the command line is wrong";
      case STATE -> "not at head, or the state of the database refuses";
      case STATEMENT_FAILED -> "a statement failed, its file was rolled back";
      case IRREVERSIBLE -> "a step cannot be undone; nothing was changed";
      case POOLER -> "the connection goes through a pooler";
      case LOCKED -> "a lock was not obtained in time";
      case FILES ->
          "the files are not in order, were changed since applied, or reach beyond verify's database";
      case VERIFY_FAILED -> "a revision cannot be undone as its files say (verify)";
      case DRIFT -> "the catalog is not what the migrations left (check)";
      case STOPPED_HALFWAY -> "a file without a transaction stopped half-way; run again to go on";
      case LINT -> "lint has findings";
      case INTERRUPTED -> "interrupted, or a question not answered with yes; 143 terminated";
    };
  }
}
