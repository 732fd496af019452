package tally.migrate.script;

import static tally.migrate.script.Lexer.Token.END;
import static tally.migrate.script.Lexer.Token.LITERAL;
import static tally.migrate.script.Lexer.Token.SYMBOL;
import static tally.migrate.script.Lexer.Token.UNTERMINATED;
import static tally.migrate.script.Lexer.Token.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a DO statement runs, as far as its text shows. */
final class DoBlock {
  /** After these a statement begins, as after a semicolon. */
  private static final Set<String> BEFORE = Set.of("BEGIN", "THEN", "ELSE", "LOOP");

  private DoBlock() {}

  /** The statements of a body in PL/pgSQL, and some pieces that are none. */
  static List<String> statements(String body) {
    char[] text = body.toCharArray();
    var lexer = new Lexer(text);
    var statements = new ArrayList<String>();
    int from = 0;
    for (var token = lexer.next(); token != END && token != UNTERMINATED; token = lexer.next()) {
      String found = body.substring(lexer.start(), lexer.end()).toUpperCase(Locale.ROOT);
      if ((token == SYMBOL && found.equals(";")) || (token == WORD && BEFORE.contains(found))) {
        statements.add(body.substring(from, lexer.start()));
        from = lexer.end();
      }
    }
    statements.add(body.substring(from));
    return statements;
  }

  /** What the strings of a statement say, without their quotes. */
  static List<String> literals(String statement) {
    var lexer = new Lexer(statement.toCharArray());
    var literals = new ArrayList<String>();
    for (var token = lexer.next(); token != END && token != UNTERMINATED; token = lexer.next()) {
      if (token == LITERAL) {
        literals.add(content(statement.substring(lexer.start(), lexer.end())));
      }
    }
    return literals;
  }

  private static String content(String literal) {
    if (literal.charAt(0) == '$') {
      int delimiter = literal.indexOf('$', 1) + 1;
      return literal.substring(delimiter, literal.length() - delimiter);
    }
    // Before the quote may stand an E, or a U&.
    String quoted = literal.substring(literal.indexOf('\'') + 1, literal.length() - 1);
    return quoted.replace("''", "'");
  }
}
