package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE, action by action. */
final class AlterTable {
  private final Name table;
  private final List<Change> changes = new ArrayList<>();

  private AlterTable(Name table) {
    this.table = table;
  }

  /**
   * @param tokens what follows {@code ALTER TABLE}
   */
  static List<Change> read(Tokens tokens) {
    if (tokens.at("all", "in", "tablespace")) {
      return List.of(Change.of(Kind.REWRITE_TABLE, tokens.line()));
    }
    tokens.skip("if", "exists");
    tokens.skip("only");
    Name table = tokens.name();
    if (table == null) {
      return List.of();
    }
    tokens.skip('*');
    var statement = new AlterTable(table);
    for (Tokens action : tokens.split()) {
      statement.action(action);
    }
    return statement.changes;
  }

  private void action(Tokens action) {
    int line = action.line();
    if (action.skip("add")) {
      add(action);
    } else if (action.skip("drop")) {
      drop(action, line);
    } else if (action.skip("alter")) {
      alter(action, line);
    } else if (action.skip("rename")) {
      rename(action, line);
    } else if (action.skip("set")) {
      set(action, line);
    } else if (action.skip("validate", "constraint")) {
      add(Kind.VALIDATE_CONSTRAINT, line, action.word());
    } else if (action.skip("detach", "partition")) {
      boolean concurrently = action.contain("concurrently") || action.contain("finalize");
      Change detach = Change.of(Kind.DETACH_PARTITION, line).on(table);
      changes.add(detach.with(Trait.CONCURRENTLY, concurrently));
    } else if (!isHarmless(action)) {
      add(Kind.ALTER_TABLE, line, null);
    }
  }

  /** Keeps no reader out. */
  private static boolean isHarmless(Tokens action) {
    return action.atAny("attach", "cluster", "reset")
        || (action.atAny("enable", "disable") && !action.contain("row", "level", "security"));
  }

  private void add(Tokens action) {
    if (Constraint.isNext(action)) {
      Change added = Constraint.added(table, action);
      if (added != null) {
        changes.add(added);
      }
      return;
    }
    action.skip("column");
    boolean ifNotExists = action.skip("if", "not", "exists");
    ColumnDefinition column = ColumnDefinition.read(table, action);
    if (column != null) {
      changes.addAll(column.added(ifNotExists));
    }
  }

  private void drop(Tokens action, int line) {
    Kind kind = action.skip("constraint") ? Kind.DROP_CONSTRAINT : Kind.DROP_COLUMN;
    action.skip("column");
    boolean ifExists = action.skip("if", "exists");
    changes.add(
        Change.of(kind, line)
            .on(table)
            .named(action.word())
            .with(Trait.IF_EXISTS, ifExists)
            .with(Trait.CASCADE, action.at("cascade")));
  }

  private void alter(Tokens action, int line) {
    if (action.skip("constraint")) {
      add(Kind.ALTER_TABLE, line, null);
      return;
    }
    action.skip("column");
    String column = action.word();
    if (action.skip("set", "data", "type") || action.skip("type")) {
      String type = ColumnType.read(action).toString();
      boolean computed = action.contain("using");
      Change change = Change.of(Kind.COLUMN_TYPE, line).on(table).named(column);
      // What is computed is no longer what the old type held.
      changes.add(change.detailed(computed ? type + " using" : type));
    } else if (action.at("set", "not", "null")) {
      add(Kind.SET_NOT_NULL, line, column);
    } else if (action.at("drop", "not", "null")) {
      add(Kind.DROP_NOT_NULL, line, column);
    } else if (action.at("drop", "default") || action.at("drop", "identity")) {
      add(Kind.DROP_DEFAULT, line, column);
    } else if (action.at("set", "expression")) {
      add(Kind.REWRITE_TABLE, line, null);
    } else if (!action.at("set", "statistics") && !isParenthesized(action)) {
      add(Kind.ALTER_TABLE, line, column);
    }
  }

  /** {@code SET (n_distinct = …)}. */
  private static boolean isParenthesized(Tokens action) {
    Tokens.Token second = action.peek(1);
    return second != null && second.isSign('(');
  }

  private void rename(Tokens action, int line) {
    if (action.skip("to")) {
      changes.add(Change.of(Kind.RENAME_TABLE, line).on(table).detailed(action.word()));
      return;
    }
    Kind kind = action.skip("constraint") ? Kind.RENAME_CONSTRAINT : Kind.RENAME_COLUMN;
    action.skip("column");
    String name = action.word();
    action.skip("to");
    changes.add(Change.of(kind, line).on(table).named(name).detailed(action.word()));
  }

  private void set(Tokens action, int line) {
    if (action.skip("schema")) {
      String schema = action.word();
      Change rename = Change.of(Kind.RENAME_TABLE, line).on(table);
      changes.add(rename.detailed(schema + "." + table.name()));
    } else if (action.atAny("logged", "unlogged", "tablespace") || action.at("access", "method")) {
      add(Kind.REWRITE_TABLE, line, null);
    } else if (!action.at('(')) {
      add(Kind.ALTER_TABLE, line, null);
    }
  }

  private void add(Kind kind, int line, @Nullable String name) {
    changes.add(Change.of(kind, line).on(table).named(name));
  }
}
