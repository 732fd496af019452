package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code name type constraints}, of CREATE TABLE and of ADD COLUMN. */
final class ColumnDefinition {
  private final Name table;
  private final String name;
  private final int line;
  private final ColumnType type;
  private boolean notNull;
  private boolean primary;
  private boolean unique;
  private boolean valued;
  private boolean references;
  private boolean fillsRows;
  private boolean identity;
  private @Nullable Change check;

  private ColumnDefinition(Name table, String name, Tokens tokens) {
    this.table = table;
    this.name = name;
    this.line = tokens.line();
    this.type = ColumnType.read(tokens);
    valued = type.isSerial();
    fillsRows = type.isSerial();
    while (!tokens.isEnd()) {
      constraint(tokens);
    }
  }

  /** The definition that comes next; null where none does. */
  static @Nullable ColumnDefinition read(Name table, Tokens tokens) {
    String name = tokens.word();
    return name == null ? null : new ColumnDefinition(table, name, tokens);
  }

  private void constraint(Tokens tokens) {
    if (tokens.skip("not", "null")) {
      notNull = true;
    } else if (tokens.skip("default")) {
      boolean empty = tokens.at("null");
      fillsRows |= DefaultValue.skipAndTest(tokens);
      valued |= !empty;
    } else if (tokens.skip("generated")) {
      generated(tokens);
    } else if (tokens.skip("primary", "key")) {
      primary = true;
    } else if (tokens.skip("unique")) {
      unique = true;
    } else if (tokens.skip("references")) {
      references = true;
    } else if (tokens.skip("check")) {
      check = Constraint.check(tokens.group(), line).on(table);
    } else {
      tokens.skip();
    }
  }

  private void generated(Tokens tokens) {
    identity |= tokens.contain("as", "identity");
    boolean stored = tokens.contain("stored");
    fillsRows |= identity || stored;
    valued = true;
    while (!tokens.isEnd() && !tokens.at('(') && !tokens.at("identity")) {
      tokens.skip();
    }
    tokens.group();
  }

  String name() {
    return name;
  }

  boolean isPrimary() {
    return primary;
  }

  /**
   * The column itself.
   *
   * @param key whether it is the primary key of its table
   */
  Change defined(boolean key) {
    return Change.of(Kind.DEFINE_COLUMN, line)
        .on(table)
        .named(name)
        .detailed(type.toString())
        .with(Trait.JSON, type.isJson())
        .with(Trait.CHAR, type.isCharacter())
        .with(Trait.TIMESTAMP, type.isTimestampWithoutZone())
        .with(Trait.SERIAL, type.isSerial())
        .with(Trait.INT_KEY, type.isSmallInteger() && (key || identity));
  }

  /** All that happens to a table that is there already. */
  List<Change> added(boolean ifNotExists) {
    var changes = new ArrayList<Change>();
    changes.add(
        Change.of(Kind.ADD_COLUMN, line)
            .on(table)
            .named(name)
            .detailed(type.toString())
            .with(Trait.IF_NOT_EXISTS, ifNotExists)
            .with(Trait.FILLS_ROWS, fillsRows)
            .with(Trait.NEEDS_VALUE, (notNull || primary) && !valued));
    changes.add(defined(primary));
    if (primary || unique) {
      changes.add(Change.of(Kind.ADD_UNIQUE, line).on(table).about(List.of(name)));
    }
    if (check != null) {
      changes.add(check);
    }
    if (references && valued) {
      // Without a default nothing is there to be looked up, and the server knows it.
      changes.add(Change.of(Kind.ADD_FOREIGN_KEY, line).on(table).about(List.of(name)));
    }
    return changes;
  }
}
