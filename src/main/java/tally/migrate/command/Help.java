package tally.migrate.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Option;

/** What {@code --help} prints. */
public final class Help {
  private static final int COLUMN = 32;

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

  /** The JSON Schema of all that {@code --json} answers. */
  public static String schema() {
    try (InputStream schema = Help.class.getResourceAsStream("answers.schema.json")) {
      return new String(
          Objects.requireNonNull(schema, "answers.schema.json").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    text.append(
        "\n`migrate COMMAND --help` tells about one command; `migrate help json` prints the");
    text.append("\nJSON Schema of what --json answers.\n");
    return text.append(EXAMPLES).append(ExitCodes.all()).toString();
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
    return text.append(ExitCodes.of(command)).toString();
  }

  private static String details(CommandName command) {
    return switch (command) {
      case UPGRADE ->
          """
          Runs the up files between where the database is and REV, or head: each in one
          transaction, together with the version. Several may be started at once; each file runs
          once.

          With --atomic all of them are in one transaction: all are run, or none. A value added to
          an enum can then not be used by a later file.

          With --dry-run that transaction is rolled back. Each statement is shown with the time it
          took, the locks that it was the first to take, and the tables that it rewrote; at the end
          the strongest lock on each table. It holds these locks while it runs, as a real run does,
          and no migration can run meanwhile. Nothing stays but gaps in sequences: numbers that
          nextval has given are not taken back.

          Neither can run a no-transaction file: exit 8, before anything is run.

          Examples:
            migrate upgrade                  to head
            migrate upgrade 003              to 003
            migrate upgrade +1               one step
            migrate upgrade --dry-run        what it would lock, and for how long
            migrate upgrade --atomic         to head or nowhere
            migrate upgrade 002:head --sql | psql -v ON_ERROR_STOP=1
                                             print the SQL from 002 on, and have psql run it
          """;
      case DOWNGRADE ->
          """
          Runs the down files between where the database is and REV. If one of them is
          irreversible, nothing is run. --atomic and --dry-run are as for upgrade.

          Where tables or columns are dropped, those with the most rows or values in them are listed,
          with their number. On a terminal it asks whether to go on, and any answer but y or yes
          runs nothing and exits 130; without a terminal, or with --yes, it goes on after this
          warning. What a function, a DO block or a CASCADE drops is not seen.

          With --from-log an older release undoes what a newer one did, whose files it does not
          have: by the SQL that stands in migrator.log since then. It is shown, and run only with
          --yes or when the question on the terminal is answered so; otherwise exit 3. The log is
          trusted only if it belongs to our role, which has written these rows, and no other role
          (superusers aside) may write it.

          Examples:
            migrate downgrade -1             one step back
            migrate downgrade 002            to 002
            migrate downgrade base --yes     to before the first, without a question
            migrate downgrade 002 --dry-run  try it, and roll it back
            migrate downgrade 007 --from-log the database is at 009, these files end at 007
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
          pending; who is migrating at this moment, a last attempt that failed, a file that stopped
          half-way, files that were changed since, what was changed by hand, invalid indexes.

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
          database's name it is done, and not while other clients are connected, nor where a
          table is older than the log, so that no migration in it has made it, nor in a database
          that was restored from a dump, where this cannot be told. Extensions stay.

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
          needs CREATEDB; or it is an empty one that --scratch names, which is left at head. What
          a verify that was killed has left behind, the next one drops. Files that change more than
          their database (roles, other databases, the server) are refused without --scratch, and
          change the server it leads to.

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
