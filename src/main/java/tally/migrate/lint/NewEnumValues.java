package tally.migrate.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tally.migrate.script.Lexer;
import tally.migrate.script.SqlStatement;

/** The values that a transaction has added to enums it did not make itself. */
final class NewEnumValues {
  // As they are written, quotes included.
  private final Set<String> values = new HashSet<>();
  private final Set<String> typesMade = new HashSet<>();

  void apply(Change change) {
    @Nullable String name = change.name();
    if (change.is(Kind.CREATE_OBJECT) && "type".equals(change.detail()) && name != null) {
      typesMade.add(name);
    }
    boolean adds = change.is(Kind.ADD_ENUM_VALUE) && name != null && !typesMade.contains(name);
    if (adds && change.detail() != null) {
      values.add(change.detail());
    }
  }

  /** Where a statement uses them. */
  List<Tokens.Token> uses(SqlStatement statement) {
    var uses = new ArrayList<Tokens.Token>();
    if (values.isEmpty()) {
      return uses;
    }
    Tokens tokens = Tokens.of(statement);
    // Another value may be placed after it.
    if (tokens.at("alter", "type")) {
      return uses;
    }
    boolean block = tokens.at("do");
    for (Tokens.Token token : tokens.rest()) {
      boolean used = values.contains(token.text());
      used |= block && values.stream().anyMatch(token.text()::contains);
      if (used && token.kind() == Lexer.Token.LITERAL) {
        uses.add(token);
      }
    }
    return uses;
  }
}
