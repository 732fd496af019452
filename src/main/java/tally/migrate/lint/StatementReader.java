package tally.migrate.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tally.migrate.script.Lexer;
import tally.migrate.script.SqlStatement;

/** What a statement does, as far as the rules ask. */
final class StatementReader {
  private static final int LONGEST_NAME = 63;

  private StatementReader() {}

  static List<Change> read(SqlStatement statement) {
    Tokens tokens = Tokens.of(statement);
    var changes = new ArrayList<>(longNames(tokens));
    changes.addAll(WholeTable.read(tokens));
    if (tokens.skip("create")) {
      changes.addAll(CreateStatement.read(tokens));
    } else if (tokens.skip("drop")) {
      changes.addAll(DropStatement.read(tokens));
    } else if (tokens.skip("alter")) {
      changes.addAll(alter(tokens));
    } else {
      changes.addAll(MaintenanceStatement.read(tokens));
    }
    return changes;
  }

  private static List<Change> alter(Tokens tokens) {
    tokens.skip("foreign");
    if (tokens.skip("table")) {
      return AlterTable.read(tokens);
    }
    boolean index = tokens.skip("index");
    if (index || tokens.skip("view") || tokens.skip("materialized", "view")) {
      return renamed(tokens, index);
    }
    Tokens again = tokens.ahead(0);
    var changes = new ArrayList<>(renamedObject(again));
    if (tokens.skip("sequence")) {
      changes.addAll(ownedSequence(tokens));
    } else if (tokens.skip("type")) {
      changes.addAll(alterType(tokens));
    }
    return changes;
  }

  /** {@code TYPE mood RENAME TO …}, {@code FUNCTION f(int) SET SCHEMA …}. */
  private static List<Change> renamedObject(Tokens tokens) {
    int line = tokens.line();
    String sort = ObjectSort.read(tokens);
    tokens.skip("if", "exists");
    Name name = tokens.name();
    boolean renames = tokens.contain("rename", "to") || tokens.contain("set", "schema");
    return sort == null || name == null || !renames
        ? List.of()
        : List.of(Change.of(Kind.RENAME_OBJECT, line).named(name.name()).detailed(sort));
  }

  /** Of ALTER INDEX and ALTER VIEW, RENAME is all that matters. */
  private static List<Change> renamed(Tokens tokens, boolean index) {
    int line = tokens.line();
    tokens.skip("if", "exists");
    Name name = tokens.name();
    if (name == null || !tokens.skip("rename", "to")) {
      return List.of();
    }
    Change change =
        index
            ? Change.of(Kind.RENAME_INDEX, line).named(name.name())
            : Change.of(Kind.RENAME_TABLE, line).on(name);
    return List.of(change.detailed(tokens.word()));
  }

  private static List<Change> ownedSequence(Tokens tokens) {
    int line = tokens.line();
    tokens.skip("if", "exists");
    Name sequence = tokens.name();
    if (sequence == null || !tokens.skip("owned", "by")) {
      return List.of();
    }
    // SCHEMA.TABLE.COLUMN, of which a name keeps the last two parts.
    Name column = tokens.name();
    return column == null || column.schema() == null
        ? List.of()
        : List.of(
            Change.of(Kind.OWN_SEQUENCE, line)
                .on(new Name(null, column.schema()))
                .named(sequence.name())
                .detailed("sequence")
                .about(List.of(column.name())));
  }

  private static List<Change> alterType(Tokens tokens) {
    int line = tokens.line();
    Name type = tokens.name();
    Kind kind = Kind.RENAME_ENUM_VALUE;
    if (tokens.skip("add", "value")) {
      kind = Kind.ADD_ENUM_VALUE;
      tokens.skip("if", "not", "exists");
    } else if (!tokens.skip("rename", "value")) {
      return List.of();
    }
    Tokens.Token value = tokens.peek(0);
    return type == null || value == null
        ? List.of()
        : List.of(Change.of(kind, line).named(type.name()).detailed(value.text()));
  }

  private static List<Change> longNames(Tokens tokens) {
    var found = new ArrayList<Change>();
    var names = new HashSet<String>();
    for (Tokens.Token token : tokens.rest()) {
      // What a U& name is in the end is not seen here; it is written longer than it is.
      if (token.isName()
          && token.text().getBytes(UTF_8).length > LONGEST_NAME
          && !(token.kind() == Lexer.Token.QUOTED_NAME && token.text().indexOf('\\') >= 0)
          && names.add(token.text())) {
        found.add(Change.of(Kind.LONG_NAME, token.line()).named(token.text()));
      }
    }
    return found;
  }
}
