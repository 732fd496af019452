package tally.migrate.command;

import java.util.List;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Option;

/** What {@code --help} prints. */
public final class Help {
  private static final int COLUMN = 30;

  private static final String EXIT_CODES =
      """

      Exit codes:
        0   done
        1   the database cannot be reached, or something unexpected
        2   the command line is wrong
        3   not at head, or the state of the database refuses
        4   a statement failed, its file was rolled back
        5   a step cannot be undone; nothing was changed
        6   the connection goes through a pooler
        7   a lock was not obtained in time
        8   the files are not in order, or were changed since they were applied
        9   a revision cannot be undone as its files say (verify)
        10  the catalog is not what the migrations left (check)
        11  a file without a transaction stopped half-way; run again to go on
        12  lint has findings
        130 interrupted, 143 terminated
      """;

  private static final String EXAMPLES =
      """

      Examples:
        migrate                          to the newest revision
        migrate status                   what is applied, what is pending
        migrate downgrade -1             one step back
        migrate upgrade head --sql       only print the SQL
        migrate --dir db/sql validate    check files of another project
      """;

  private Help() {}

  /** The text for {@code --help}: of the command that was named, or of all. */
  public static String of(Arguments arguments) {
    return arguments.isCommandGiven() ? ofCommand(arguments.command()) : general();
  }

  private static String general() {
    var text =
        new StringBuilder(
            """
            Usage: migrate [COMMAND] [REV] [OPTIONS]

            Moves a PostgreSQL database between the revisions of numbered SQL files. Without a
            command: upgrade head. REV is an id, the beginning of one, base, head, +N, -N or ID+N.

            Commands:
            """);
    for (CommandName command : CommandName.values()) {
      line(text, command.word() + " " + command.argument(), command.meaning());
    }
    options(text, "Options:", CommandName.commonOptions());
    text.append("\n`migrate COMMAND --help` tells about one command.\n");
    return text.append(EXAMPLES).append(EXIT_CODES).toString();
  }

  private static String ofCommand(CommandName command) {
    var text =
        new StringBuilder("Usage: migrate ")
            .append(command.word())
            .append(command.argument().isEmpty() ? "" : " " + command.argument())
            .append(" [OPTIONS]\n\n")
            .append(details(command));
    if (!command.options().isEmpty()) {
      options(text, "Options of " + command.word() + ":", command.options());
    }
    options(text, "Options of every command:", CommandName.commonOptions());
    return text.append(EXIT_CODES).toString();
  }

  private static String details(CommandName command) {
    return switch (command) {
      case UPGRADE ->
          """
          Runs the up files between where the database is and REV, or head: each in one
          transaction, together with the version. Several may be started at once; each file runs
          once.

          Examples:
            migrate upgrade                  to head
            migrate upgrade 003              to 003
            migrate upgrade +1               one step
            migrate upgrade 002:head --sql   print the SQL from 002 on
          """;
      case DOWNGRADE ->
          """
          Runs the down files between where the database is and REV. If one of them is
          irreversible, nothing is run.

          Examples:
            migrate downgrade -1             one step back
            migrate downgrade 002            to 002
            migrate downgrade base           to before the first
            migrate downgrade 003:002 --sql  print the SQL
          """;
      case CURRENT ->
          """
          Prints the revision the database is at, nothing where it is at base.

          Examples:
            migrate current
            migrate current --check-heads    exit 3 unless it is at head
          """;
      case STATUS ->
          """
          Prints one screen: where the database is, what was applied last, by whom, and what is
          pending.

          Examples:
            migrate status
            migrate status --json
          """;
      case HISTORY ->
          """
          Prints the revisions, newest first.

          Examples:
            migrate history -v               with the comment of each file
            migrate history -i               mark where the database is
            migrate history -r 002:004       both included
            migrate history -r -3:current    the last ones that were applied
          """;
      case HEADS ->
          """
          Prints the newest revision of the files.

          Examples:
            migrate heads
            migrate heads -v
          """;
      case BRANCHES ->
          """
          Prints nothing: a history of numbered files has no branches.

          Example:
            migrate branches
          """;
      case SHOW ->
          """
          Prints one revision with the comment of its file.

          Examples:
            migrate show 003
            migrate show head
            migrate show current
          """;
      case STAMP ->
          """
          Sets the version without running anything, and writes that into the log. +N and -N
          count from where the database is.

          Examples:
            migrate stamp 003                the schema is that of 003 already
            migrate stamp --purge 003        whatever the version table says now
          """;
      case LOG ->
          """
          Prints the attempts to change this database, newest first: stamps and failures too.

          Examples:
            migrate log -n 5
            migrate log --json
          """;
      case ACCEPT ->
          """
          Takes the files of an applied revision as they are now, where a comment or a lint
          directive was changed in them. The reason goes into the log. Nothing is run.

          Example:
            migrate accept 003 "reworded the comment"
          """;
      case RESET ->
          """
          A clean start for development: drops what was in the database after the last run, by its
          record, with all rows, with what others have made on top of it, and the version; then
          upgrades to head. Says what will be lost; only if --confirm repeats the
          database's name it is done, and not while other clients are connected. Extensions stay.

          Examples:
            migrate reset                    what would be lost
            migrate reset --confirm app_dev
          """;
      case CHECK ->
          """
          Exits 0 only if the database is at head and its catalog is what the last run left: 3 if
          it is not at head, 10 with a list if something was changed by hand. Looks at tables,
          columns, types, defaults, constraints, indexes, sequences, functions, views, triggers
          and policies of all schemas; not at owners, grants, comments, the order of columns. If
          the revision was stamped or brought by Alembic there is nothing to compare with: it says
          so, and exits 0.

          Examples:
            migrate check
            migrate check --verbose          with what it was and what it is
            migrate check --json
          """;
      case VERIFY ->
          """
          Runs each revision up, down and up again in a scratch database without rows, and compares
          the catalog on the way: after the down it has to be what it was before. The scratch
          database is made beside the configured one and dropped at the end, for which our role
          needs CREATEDB; or it is an empty one that --scratch names, which is left at head.

          Examples:
            migrate verify
            migrate --dir db/sql verify --json
            migrate verify --scratch postgresql://ann@localhost/empty
          """;
      case NEW ->
          """
          Writes the next numbered pair of files into --dir, or ./sql, and prints their paths.

          Examples:
            migrate new add_tasks_note
            migrate --dir db/sql new "add tasks note"
          """;
      case IMPORT_ALEMBIC ->
          """
          Makes a directory of numbered pairs out of what Alembic prints as SQL, without touching a
          database. Revision ids are kept, so that both tools see the same revision on the same
          database, and either can go on where the other stopped.

          Alembic stops at the first downgrade that raises an error; that revision becomes
          irreversible. The downgrades before it are appended with a command of their own, shown
          below for a revision b2.

          Example:
            alembic upgrade base:head --sql>up.sql
            alembic downgrade head:base --sql>down.sql
            alembic downgrade b2:base --sql>>down.sql
            alembic history > history.txt
            migrate import-alembic up.sql down.sql --history history.txt --dir sql
          """;
      case VALIDATE ->
          """
          Reads and checks the files, all faults at once, without a database.

          Examples:
            migrate validate
            migrate --dir db/sql validate
          """;
      case LINT -> LintHelp.text();
    };
  }

  private static void options(StringBuilder text, String title, List<Option> options) {
    text.append('\n').append(title).append('\n');
    for (Option option : options) {
      String flag = option.flag() + (option.takesValue() ? " " + option.value() : "");
      String letter = option.shortFlag();
      line(text, letter.isEmpty() ? flag : letter + ", " + flag, option.meaning());
    }
  }

  private static void line(StringBuilder text, String term, String meaning) {
    text.append("  ").append(term);
    text.append(" ".repeat(Math.max(1, COLUMN - term.length()))).append(meaning).append('\n');
  }
}
