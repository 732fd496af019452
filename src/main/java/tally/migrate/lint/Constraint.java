package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constraint of a table, as ADD has it. */
final class Constraint {
  private Constraint() {}

  /** Whether one comes next, and no column. */
  static boolean isNext(Tokens tokens) {
    return tokens.atAny("constraint", "check", "unique", "primary", "foreign", "not")
        || tokens.at("exclude", "using")
        || (tokens.at("exclude") && isParenthesis(tokens.peek(1)));
  }

  private static boolean isParenthesis(Tokens.@Nullable Token token) {
    return token != null && token.isSign('(');
  }

  /** What adding it does to a table that is there; null where it is of no known kind. */
  static @Nullable Change added(Name table, Tokens tokens) {
    int line = tokens.line();
    String name = tokens.skip("constraint") ? tokens.word() : null;
    Change change = body(tokens, line);
    return change == null
        ? null
        : change
            .on(table)
            .named(change.is(Kind.SET_NOT_NULL) ? change.name() : name)
            .with(Trait.NOT_VALID, tokens.contain("not", "valid"));
  }

  private static @Nullable Change body(Tokens tokens, int line) {
    if (tokens.skip("check")) {
      return check(tokens.group(), line);
    }
    if (tokens.skip("foreign", "key")) {
      return Change.of(Kind.ADD_FOREIGN_KEY, line).about(tokens.group().names());
    }
    if (tokens.skip("unique") || tokens.skip("primary", "key")) {
      tokens.skip("nulls", "distinct");
      tokens.skip("nulls", "not", "distinct");
      boolean using = tokens.skip("using", "index");
      return Change.of(Kind.ADD_UNIQUE, line)
          .with(Trait.USING_INDEX, using)
          .detailed(using ? tokens.word() : null)
          .about(tokens.group().names());
    }
    if (tokens.skip("exclude")) {
      return Change.of(Kind.ADD_EXCLUSION, line).about(tokens.names());
    }
    if (tokens.skip("not", "null")) {
      return Change.of(Kind.SET_NOT_NULL, line).named(tokens.word());
    }
    return null;
  }

  /**
   * @param expression what stands in the parentheses
   */
  static Change check(Tokens expression, int line) {
    List<String> proved = provedNotNull(expression);
    return Change.of(Kind.ADD_CHECK, line)
        .with(Trait.NOT_NULL_CHECK, !proved.isEmpty())
        .about(proved.isEmpty() ? expression.names() : proved);
  }

  /** The columns of {@code a is not null and b is not null}; empty of any other expression. */
  private static List<String> provedNotNull(Tokens expression) {
    while (expression.at('(')) {
      Tokens inner = expression.group();
      if (!expression.isEnd()) {
        return List.of();
      }
      expression = inner;
    }
    List<Tokens.Token> tokens = expression.rest();
    var columns = new ArrayList<String>();
    for (int i = 0; i < tokens.size(); i += 5) {
      boolean fits = i + 3 < tokens.size() && tokens.get(i).isName();
      fits = fits && tokens.get(i + 1).is("is") && tokens.get(i + 2).is("not");
      fits = fits && tokens.get(i + 3).is("null");
      boolean last = i + 4 == tokens.size();
      if (!fits || (!last && !tokens.get(i + 4).is("and"))) {
        return List.of();
      }
      columns.add(tokens.get(i).text());
    }
    return columns;
  }
}
