package tally.migrate.invocation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command, and what may stand beside it. */
public enum CommandName {
  UPGRADE("upgrade", "[REV]", 0, "run what leads to REV, or to head"),
  DOWNGRADE("downgrade", "REV", 1, "undo what came after REV"),
  CURRENT("current", "", 0, "print the database's revision"),
  STATUS("status", "", 0, "what is applied, by whom, and what is pending"),
  HISTORY("history", "", 0, "print the revisions, newest first"),
  HEADS("heads", "", 0, "print the newest revision"),
  BRANCHES("branches", "", 0, "print nothing: a history of numbered files has no branches"),
  SHOW("show", "REV", 1, "print one revision"),
  STAMP("stamp", "REV", 1, "set the revision without running anything"),
  LOG("log", "", 0, "what was done, by whom, newest first"),
  ACCEPT("accept", "REV REASON", 2, "take a file that was changed after it was applied as it is"),
  RESET("reset", "", 0, "start anew: drop what the migrations made, then upgrade"),
  CHECK("check", "", 0, "whether the database is at head, and is what the migrations left"),
  VALIDATE("validate", "", 0, "read and check the files, without a database"),
  LINT("lint", "[FILES]", 0, "find statements that are dangerous where people work"),
  VERIFY("verify", "", 0, "prove every down in a scratch database: up, down, up"),
  NEW("new", "NAME", 1, "write the next numbered pair of files"),
  IMPORT_ALEMBIC("import-alembic", "UP.sql DOWN.sql", 2, "make files out of what Alembic prints");

  private static final List<Option> COMMON =
      List.of(
          Option.DIR,
          Option.DATABASE_URL,
          Option.VERSION_TABLE,
          Option.VERSION_TABLE_SCHEMA,
          Option.WAIT,
          Option.JSON,
          Option.QUIET,
          Option.VERBOSE,
          Option.NO_COLOR,
          Option.HELP,
          Option.VERSION);

  private final String word;
  private final String argument;
  private final int required;
  private final String meaning;

  CommandName(String word, String argument, int required, String meaning) {
    this.word = word;
    this.argument = argument;
    this.required = required;
    this.meaning = meaning;
  }

  public String word() {
    return word;
  }

  /** What its argument is called, empty for none. */
  public String argument() {
    return argument;
  }

  /** How many arguments it needs. */
  int required() {
    return required;
  }

  /** How many arguments it takes. */
  int mostArguments() {
    return this == LINT ? Integer.MAX_VALUE : argument.isEmpty() ? 0 : Math.max(1, required);
  }

  /** Whether its arguments are revisions. */
  boolean takesRevision() {
    return argument.equals("REV") || argument.equals("[REV]");
  }

  public String meaning() {
    return meaning;
  }

  /** Whether it changes a database, and must not be ended in the middle. */
  public boolean changes() {
    return switch (this) {
      case UPGRADE, DOWNGRADE, STAMP, ACCEPT, RESET, VERIFY -> true;
      default -> false;
    };
  }

  /** Whether it works on the files as they are, and not on the history that they tell. */
  public boolean writesFiles() {
    return this == NEW || this == IMPORT_ALEMBIC;
  }

  /** Whether to do it without any files is a mistake. */
  public boolean needsFiles() {
    return changes() || this == VALIDATE;
  }

  /** Null if no command is called so. */
  static @Nullable CommandName of(String word) {
    for (CommandName command : values()) {
      if (command.word.equals(word)) {
        return command;
      }
    }
    return null;
  }

  /** The options that every command has. */
  public static List<Option> commonOptions() {
    return COMMON;
  }

  /** The options that it has beside those. */
  public List<Option> options() {
    var options = new ArrayList<Option>();
    switch (this) {
      case UPGRADE, DOWNGRADE -> {
        options.add(Option.SQL);
        options.add(Option.DRY_RUN);
        options.add(Option.ATOMIC);
        options.add(Option.LOCK_WAIT);
        options.add(Option.LOCK_TIMEOUT);
        options.add(Option.STATEMENT_TIMEOUT);
        options.add(Option.RETRIES);
        if (this == DOWNGRADE) {
          options.add(Option.FROM_LOG);
          options.add(Option.YES);
        }
      }
      case STAMP -> {
        options.add(Option.PURGE);
        options.add(Option.SQL);
        options.add(Option.LOCK_WAIT);
      }
      case CURRENT -> options.add(Option.CHECK_HEADS);
      case HISTORY -> {
        options.add(Option.RANGE);
        options.add(Option.INDICATE_CURRENT);
      }
      case RESET -> {
        options.add(Option.CONFIRM);
        options.add(Option.LOCK_WAIT);
        options.add(Option.LOCK_TIMEOUT);
      }
      case LOG -> options.add(Option.NUMBER);
      case ACCEPT -> options.add(Option.LOCK_WAIT);
      case VERIFY -> options.add(Option.SCRATCH);
      case IMPORT_ALEMBIC -> options.add(Option.HISTORY);
      case LINT -> {
        options.add(Option.GITHUB);
        options.add(Option.PENDING);
      }
      case STATUS, HEADS, BRANCHES, SHOW, CHECK, VALIDATE, NEW -> {}
    }
    return options;
  }

  /** Whether the option may stand with this command. */
  public boolean takes(Option option) {
    return COMMON.contains(option) || options().contains(option);
  }
}
