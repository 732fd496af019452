package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tally.migrate.script.Lexer;
import tally.migrate.script.SqlStatement;

/** The tokens of a statement or of a part of it, without comments, and a place among them. */
final class Tokens {
  /**
   * One token.
   *
   * @param text of a word in lower case, of a quoted name without its quotes
   * @param line in the file, from 1
   */
  record Token(Lexer.Token kind, String text, int line) {
    /** Whether it is this keyword, given in lower case. */
    boolean is(String keyword) {
      return kind == Lexer.Token.WORD && text.equals(keyword);
    }

    boolean isSign(char sign) {
      return kind == Lexer.Token.SYMBOL && text.length() == 1 && text.charAt(0) == sign;
    }

    boolean isName() {
      return kind == Lexer.Token.WORD || kind == Lexer.Token.QUOTED_NAME;
    }
  }

  private final List<Token> list;
  private int at;

  private Tokens(List<Token> list) {
    this.list = list;
  }

  static Tokens of(SqlStatement statement) {
    char[] text = statement.text().toCharArray();
    var lexer = new Lexer(text);
    var list = new ArrayList<Token>();
    int line = statement.line();
    int counted = 0;
    for (var kind = lexer.next(); isOpen(kind); kind = lexer.next()) {
      for (; counted < lexer.start(); counted++) {
        line += text[counted] == '\n' ? 1 : 0;
      }
      if (kind != Lexer.Token.LINE_COMMENT && kind != Lexer.Token.BLOCK_COMMENT) {
        String raw = new String(text, lexer.start(), lexer.end() - lexer.start());
        list.add(new Token(kind, read(kind, raw), line));
      }
    }
    return new Tokens(list);
  }

  private static boolean isOpen(Lexer.Token kind) {
    return kind != Lexer.Token.END && kind != Lexer.Token.UNTERMINATED;
  }

  private static String read(Lexer.Token kind, String raw) {
    return switch (kind) {
      case WORD -> raw.toLowerCase(Locale.ROOT);
      case QUOTED_NAME ->
          raw.substring(raw.indexOf('"') + 1, raw.length() - 1).replace("\"\"", "\"");
      default -> raw;
    };
  }

  boolean isEnd() {
    return at >= list.size();
  }

  /** What has not been passed yet. */
  List<Token> rest() {
    return list.subList(Math.min(at, list.size()), list.size());
  }

  /** The same, so many tokens ahead. */
  Tokens ahead(int distance) {
    List<Token> rest = rest();
    return new Tokens(rest.subList(Math.min(distance, rest.size()), rest.size()));
  }

  /** The token so many places on, null where there is none. */
  @Nullable Token peek(int distance) {
    int i = at + distance;
    return i >= 0 && i < list.size() ? list.get(i) : null;
  }

  /** The line of the next token; at the end that of the last. */
  int line() {
    return list.isEmpty() ? 1 : list.get(Math.min(at, list.size() - 1)).line();
  }

  /** Passes a token by. */
  void skip() {
    at++;
  }

  /** Whether these keywords come next. */
  boolean at(String... keywords) {
    for (int i = 0; i < keywords.length; i++) {
      Token token = peek(i);
      if (token == null || !token.is(keywords[i])) {
        return false;
      }
    }
    return true;
  }

  /** Passes these keywords by if they come next. */
  boolean skip(String... keywords) {
    boolean there = at(keywords);
    at += there ? keywords.length : 0;
    return there;
  }

  /** Whether one of these keywords comes next. */
  boolean atAny(String... keywords) {
    for (String keyword : keywords) {
      if (at(keyword)) {
        return true;
      }
    }
    return false;
  }

  boolean at(char sign) {
    Token token = peek(0);
    return token != null && token.isSign(sign);
  }

  boolean skip(char sign) {
    boolean there = at(sign);
    at += there ? 1 : 0;
    return there;
  }

  /** A name of one part, null where none comes next. */
  @Nullable String word() {
    Token token = peek(0);
    if (token == null || !token.isName()) {
      return null;
    }
    at++;
    return token.text();
  }

  /** A name with the schema before it, null where none comes next. */
  @Nullable Name name() {
    String name = word();
    if (name == null) {
      return null;
    }
    String schema = null;
    while (skip('.')) {
      String part = word();
      if (part == null) {
        break;
      }
      schema = name;
      name = part;
    }
    return new Name(schema, name);
  }

  /** What stands in the parentheses that come next, which are passed by; empty without any. */
  Tokens group() {
    if (!at('(')) {
      return new Tokens(List.of());
    }
    int from = at + 1;
    int depth = 0;
    do {
      depth += depthOf(list.get(at));
      at++;
    } while (depth > 0 && at < list.size());
    return new Tokens(list.subList(from, Math.max(from, depth == 0 ? at - 1 : at)));
  }

  /** The rest, cut at the commas outside of parentheses. */
  List<Tokens> split() {
    var parts = new ArrayList<Tokens>();
    int from = at;
    int depth = 0;
    for (int i = at; i < list.size(); i++) {
      depth += depthOf(list.get(i));
      if (depth == 0 && list.get(i).isSign(',')) {
        parts.add(new Tokens(list.subList(from, i)));
        from = i + 1;
      }
    }
    if (from < list.size()) {
      parts.add(new Tokens(list.subList(from, list.size())));
    }
    at = list.size();
    return parts;
  }

  /** Whether these keywords follow somewhere outside of parentheses. */
  boolean contain(String... keywords) {
    int depth = 0;
    int before = at;
    boolean found = false;
    for (; at < list.size() && !found; at++) {
      found = depth == 0 && at(keywords);
      depth += depthOf(list.get(at));
    }
    at = before;
    return found;
  }

  /** All names that follow, in parentheses too. Keywords are among them. */
  List<String> names() {
    return rest().stream().filter(Token::isName).map(Token::text).toList();
  }

  /** 1 for an opening parenthesis or bracket, -1 for a closing one. */
  static int depthOf(Token token) {
    if (token.isSign('(') || token.isSign('[')) {
      return 1;
    }
    return token.isSign(')') || token.isSign(']') ? -1 : 0;
  }
}
