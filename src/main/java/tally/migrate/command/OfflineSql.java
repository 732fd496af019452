package tally.migrate.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.database.Quote;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;
import tally.migrate.revision.Target;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.VersionTable;

/**
 * {@code --sql}: prints what a command would run, as a script for psql, and runs nothing. Starts at
 * base unless {@code FROM:TO} says otherwise.
 */
public final class OfflineSql {
  private static final List<Option> RUNNING =
      List.of(Option.DRY_RUN, Option.ATOMIC, Option.FROM_LOG);

  private final Console console;
  private final String table;
  private final String key;

  private OfflineSql(Invocation invocation) {
    this.console = invocation.console();
    VersionTable asked = invocation.table();
    this.table = (asked.schema() == null ? "" : name(asked.schema()) + ".") + name(asked.name());
    this.key = name(asked.name() + "_pkc");
  }

  /**
   * Prints what the command would run; asks the database only where the range begins at {@code
   * current}.
   */
  public static void print(Invocation invocation) {
    if (invocation.console().json()) {
      throw new Refusal(Exit.USAGE, "--sql prints SQL, which is no JSON: leave out one of the two");
    }
    for (Option option : RUNNING) {
      if (invocation.arguments().has(option)) {
        throw new Refusal(
            Exit.USAGE, "--sql prints what the files would run: leave out " + option.flag());
      }
    }
    CommandName command = invocation.arguments().command();
    String text = invocation.arguments().argument();
    String range = text == null ? "head" : text;
    int colon = range.indexOf(':');
    if (command == CommandName.DOWNGRADE && colon < 0) {
      throw Refusal.asAlembic(
          Exit.USAGE,
          "downgrade with --sql requires <fromrev>:<torev>",
          "For example `migrate downgrade 003:base --sql`");
    }
    Target begin = Target.parse(colon <= 0 ? "base" : range.substring(0, colon));
    Target end = Target.parse(range.substring(colon + 1));
    Chain chain = invocation.chain();
    int current = begin.start().equals("current") ? invocation.state().place(chain) : 0;
    int from = begin.place(chain, current);
    int to = end.place(chain, from);
    var sql = new OfflineSql(invocation);
    switch (command) {
      case UPGRADE -> sql.steps(Plan.upgrade(chain, from, to), from == 0);
      case DOWNGRADE -> sql.steps(Plan.downgrade(chain, from, to, end.text()), false);
      default -> sql.stamp(chain.id(from), chain.id(to), from == 0);
    }
  }

  private void steps(Plan plan, boolean create) {
    console.note("Generating static SQL");
    boolean first = create;
    for (Step step : plan.steps()) {
      console.note("Running " + step.route() + ", " + step.revision().description());
      boolean transactional = step.script().transactional();
      if (transactional || first) {
        print("BEGIN;");
      }
      if (first) {
        print(createTable());
        if (!transactional) {
          print("COMMIT;");
        }
      }
      first = false;
      print("-- Running " + step.route());
      for (SqlStatement statement : step.script().statements()) {
        print(statement);
      }
      if (!transactional) {
        print("BEGIN;");
      }
      print(move(step.from(), step.to()));
      print("COMMIT;");
    }
  }

  private void stamp(@Nullable String from, @Nullable String to, boolean create) {
    console.note("Generating static SQL");
    String route = (from == null ? "" : from) + " -> " + (to == null ? "" : to);
    console.note("Running stamp_revision " + route);
    print("BEGIN;");
    if (create) {
      print(createTable());
    }
    if (from != null || to != null) {
      print("-- Running stamp_revision " + route);
      print(move(from, to));
    }
    print("COMMIT;");
  }

  private void print(SqlStatement statement) {
    String rows = statement.copyData();
    print(
        rows == null
            ? statement.text() + ";"
            : statement.text()
                + ";\n"
                + rows
                + (rows.isEmpty() || rows.endsWith("\n") ? "" : "\n")
                + "\\.");
  }

  private void print(String text) {
    console.printSql(text + "\n");
  }

  private String createTable() {
    return "CREATE TABLE "
        + table
        + " (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT "
        + key
        + " PRIMARY KEY (version_num)\n);";
  }

  private String move(@Nullable String from, @Nullable String to) {
    if (from == null) {
      return "INSERT INTO "
          + table
          + " (version_num) VALUES ("
          + Quote.text(to)
          + ") RETURNING "
          + table
          + ".version_num;";
    }
    String where = " WHERE " + table + ".version_num = " + Quote.text(from) + ";";
    return to == null
        ? "DELETE FROM " + table + where
        : "UPDATE " + table + " SET version_num=" + Quote.text(to) + where;
  }

  /** Quoted only where it must be, as Alembic writes it. */
  private static String name(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && c != '_' && (i == 0 || c < '0' || c > '9')) {
        return Quote.name(name);
      }
    }
    return name;
  }
}
