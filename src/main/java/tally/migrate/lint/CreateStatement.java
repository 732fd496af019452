package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE of tables, indexes and what else has to be dropped again. */
final class CreateStatement {
  private CreateStatement() {}

  /**
   * @param tokens what follows {@code CREATE}
   */
  static List<Change> read(Tokens tokens) {
    boolean replace = tokens.skip("or", "replace");
    boolean temporary = false;
    boolean unique = tokens.at("unique");
    while (tokens.atAny("global", "local", "temporary", "temp", "unlogged", "unique", "recursive")
        || tokens.atAny("constraint", "foreign")) {
      temporary |= tokens.atAny("temporary", "temp");
      tokens.skip();
    }
    if (tokens.skip("table")) {
      return table(tokens, temporary);
    }
    if (tokens.skip("index")) {
      return index(tokens, unique);
    }
    String sort = ObjectSort.read(tokens);
    return sort == null ? List.of() : object(tokens, sort, replace, temporary);
  }

  private static List<Change> table(Tokens tokens, boolean temporary) {
    int line = tokens.line();
    boolean ifNotExists = tokens.skip("if", "not", "exists");
    Name table = tokens.name();
    if (table == null) {
      return List.of();
    }
    var changes = new ArrayList<Change>();
    changes.add(
        Change.of(Kind.CREATE_TABLE, line)
            .on(table)
            .with(Trait.TEMPORARY, temporary)
            .with(Trait.IF_NOT_EXISTS, ifNotExists));
    if (!temporary) {
      changes.addAll(columns(table, tokens.group()));
    }
    return changes;
  }

  private static List<Change> columns(Name table, Tokens elements) {
    var columns = new ArrayList<ColumnDefinition>();
    var changes = new ArrayList<Change>();
    List<String> key = List.of();
    for (Tokens element : elements.split()) {
      if (Constraint.isNext(element)) {
        Change constraint = Constraint.added(table, element.ahead(0));
        if (constraint != null && constraint.is(Kind.ADD_UNIQUE)) {
          changes.add(constraint.as(Kind.DEFINE_UNIQUE));
        }
        key = isPrimaryKey(element) ? element.group().names() : key;
      } else if (!element.at("like")) {
        ColumnDefinition column = ColumnDefinition.read(table, element);
        if (column != null) {
          columns.add(column);
        }
      }
    }
    for (ColumnDefinition column : columns) {
      // Of several columns none has to tell all rows apart.
      boolean alone = key.size() == 1 && key.contains(column.name());
      changes.add(column.defined(alone || column.isPrimary()));
    }
    return changes;
  }

  private static boolean isPrimaryKey(Tokens element) {
    if (element.skip("constraint")) {
      element.skip();
    }
    return element.skip("primary", "key");
  }

  private static List<Change> index(Tokens tokens, boolean unique) {
    int line = tokens.line();
    boolean concurrently = tokens.skip("concurrently");
    boolean ifNotExists = tokens.skip("if", "not", "exists");
    String name = tokens.at("on") ? null : tokens.word();
    if (!tokens.skip("on")) {
      return List.of();
    }
    // Of a partitioned table, alone: no row is read. This is how its indexes are made online.
    boolean only = tokens.skip("only");
    Name table = tokens.name();
    return List.of(
        Change.of(Kind.CREATE_INDEX, line)
            .on(table)
            .named(name)
            .with(Trait.CONCURRENTLY, concurrently || only)
            .with(Trait.UNIQUE, unique)
            .with(Trait.IF_NOT_EXISTS, ifNotExists)
            .about(tokens.names()));
  }

  private static List<Change> object(
      Tokens tokens, String sort, boolean replace, boolean temporary) {
    int line = tokens.line();
    boolean ifNotExists = tokens.skip("if", "not", "exists");
    @Nullable Name name = tokens.atAny("on", "authorization") ? null : tokens.name();
    if (name == null) {
      return List.of();
    }
    boolean belongs = sort.equals("trigger") || sort.equals("policy");
    Change change = Change.of(Kind.CREATE_OBJECT, line).named(name.name()).detailed(sort);
    if (belongs || sort.equals("statistics")) {
      change = change.on(tableAfter(tokens, belongs ? "on" : "from")).about(tokens.names());
    }
    return List.of(
        change
            .with(Trait.OR_REPLACE, replace)
            .with(Trait.TEMPORARY, temporary)
            .with(Trait.IF_NOT_EXISTS, ifNotExists));
  }

  /** The name after a keyword; what stands before it is passed by only if it is there. */
  private static @Nullable Name tableAfter(Tokens tokens, String keyword) {
    List<Tokens.Token> rest = tokens.rest();
    for (int i = 0; i < rest.size(); i++) {
      if (rest.get(i).is(keyword)) {
        return tokens.ahead(i + 1).name();
      }
    }
    return null;
  }
}
