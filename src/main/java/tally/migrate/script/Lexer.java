package tally.migrate.script;

/**
 * Cuts SQL into tokens at the places where PostgreSQL's own scanner does (scan.l, psqlscan.l), with
 * standard_conforming_strings on. What a token means is of no interest here, only where it ends.
 *
 * <p>Works on an array of characters: migrations are read by a JVM that has just started, and an
 * interpreted array access is many times cheaper than an interpreted method call.
 */
public final class Lexer {
  /** What was found. */
  public enum Token {
    /** A keyword or an unquoted identifier. */
    WORD,
    QUOTED_NAME,
    /** A string of any kind. */
    LITERAL,
    /** Anything else, one character of it. */
    SYMBOL,
    LINE_COMMENT,
    BLOCK_COMMENT,
    /** Something that began and does not end: {@link #problem} says what. */
    UNTERMINATED,
    END
  }

  /** Which of the ASCII characters may stand within a name. */
  private static final boolean[] NAME = new boolean[0x80];

  static {
    for (char c = 0; c < NAME.length; c++) {
      NAME[c] = isNameStart(c) || isDigit(c) || c == '$';
    }
  }

  private final char[] text;
  private int start;
  private int position;
  private String problem = "";

  /**
   * Stands before the first token.
   *
   * @param text not copied
   */
  public Lexer(char[] text) {
    this.text = text;
  }

  /** Moves on to the next token. */
  public Token next() {
    int i = position;
    while (i < text.length && text[i] <= ' ' && isSpace(text[i])) {
      i++;
    }
    start = i;
    position = i;
    if (i == text.length) {
      return Token.END;
    }
    char c = text[i];
    if (isNameStart(c)) {
      return word(c);
    }
    return switch (c) {
      case '\'' -> string(position, false);
      case '"' -> quotedName(position);
      case '$' -> dollar();
      case '-' -> peek(1) == '-' ? lineComment() : symbol();
      case '/' -> peek(1) == '*' ? blockComment() : symbol();
      default -> isDigit(c) ? number() : symbol();
    };
  }

  /** Where the token begins. */
  public int start() {
    return start;
  }

  /** The character after the token. */
  public int end() {
    return position;
  }

  /** What is unterminated. */
  String problem() {
    return problem;
  }

  /** Goes on after the line in which the token ends; returns where that is. */
  int skipLine() {
    while (position < text.length && text[position] != '\n') {
      position++;
    }
    position = Math.min(position + 1, text.length);
    return position;
  }

  private Token word(char c) {
    char following = peek(1);
    if (following == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
      return string(position + 1, c == 'e' || c == 'E');
    }
    if (following == '&' && (c == 'u' || c == 'U')) {
      if (peek(2) == '\'') {
        return string(position + 2, false);
      }
      if (peek(2) == '"') {
        return quotedName(position + 2);
      }
    }
    nameRest();
    return Token.WORD;
  }

  /** A name that touches a number belongs to it, and is not one that could open a string. */
  private Token number() {
    digits();
    char sign = peek(1);
    boolean exponent = peek(0) == 'e' || peek(0) == 'E';
    if (exponent && (sign == '+' || sign == '-' || isDigit(sign))) {
      position += 2;
      digits();
    }
    if (position < text.length && isNameStart(text[position])) {
      nameRest();
    }
    return Token.SYMBOL;
  }

  private void digits() {
    while (position < text.length && isDigit(text[position])) {
      position++;
    }
  }

  private void nameRest() {
    int i = position;
    while (i < text.length && (text[i] >= 0x80 || NAME[text[i]])) {
      i++;
    }
    position = i;
  }

  private Token symbol() {
    position++;
    return Token.SYMBOL;
  }

  private Token string(int quote, boolean backslashes) {
    int i = quote + 1;
    while (i < text.length) {
      char c = text[i];
      if (c == '\\' && backslashes) {
        i += 2;
      } else if (c != '\'') {
        i++;
      } else if (i + 1 < text.length && text[i + 1] == '\'') {
        i += 2;
      } else {
        int next = backslashes ? continuation(i + 1) : -1;
        if (next < 0) {
          position = i + 1;
          return Token.LITERAL;
        }
        i = next + 1;
      }
    }
    return unterminated("this string is never closed");
  }

  /**
   * Where a string goes on: strings with nothing but space and a line end between them are one, and
   * an {@code E} in front of the first makes backslashes count in all. Negative if it does not.
   */
  private int continuation(int from) {
    boolean newLine = false;
    for (int i = from; i < text.length; i++) {
      char c = text[i];
      if (c == '\n' || c == '\r') {
        newLine = true;
      } else if (c == '-' && i + 1 < text.length && text[i + 1] == '-') {
        while (i + 1 < text.length && text[i + 1] != '\n' && text[i + 1] != '\r') {
          i++;
        }
      } else if (c == '\'' && newLine) {
        return i;
      } else if (!isSpace(c)) {
        return -1;
      }
    }
    return -1;
  }

  private Token quotedName(int quote) {
    int i = quote + 1;
    while (i < text.length) {
      if (text[i] != '"') {
        i++;
      } else if (i + 1 < text.length && text[i + 1] == '"') {
        i += 2;
      } else {
        position = i + 1;
        return Token.QUOTED_NAME;
      }
    }
    return unterminated("this quoted name is never closed");
  }

  /** {@code $1}, {@code $$…$$}, {@code $tag$…$tag$}, or a lone dollar sign. */
  private Token dollar() {
    int i = position + 1;
    if (i < text.length && isNameStart(text[i])) {
      while (i < text.length && (isNameStart(text[i]) || isDigit(text[i]))) {
        i++;
      }
    } else if (i < text.length && isDigit(text[i])) {
      position++;
      return number();
    }
    if (i == text.length || text[i] != '$') {
      return symbol();
    }
    int length = i + 1 - position;
    for (int end = i + 1; end <= text.length - length; end++) {
      if (text[end] == '$' && sameAsDelimiter(end, length)) {
        position = end + length;
        return Token.LITERAL;
      }
    }
    String delimiter = new String(text, position, length);
    return unterminated("the string opened with " + delimiter + " is never closed");
  }

  private boolean sameAsDelimiter(int at, int length) {
    for (int i = 1; i < length; i++) {
      if (text[at + i] != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  private Token lineComment() {
    while (position < text.length && text[position] != '\n' && text[position] != '\r') {
      position++;
    }
    return Token.LINE_COMMENT;
  }

  private Token blockComment() {
    int depth = 1;
    int i = position + 2;
    while (i + 1 < text.length) {
      if (text[i] == '*' && text[i + 1] == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          position = i;
          return Token.BLOCK_COMMENT;
        }
      } else if (text[i] == '/' && text[i + 1] == '*') {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return unterminated("this comment is never closed");
  }

  private Token unterminated(String what) {
    problem = what;
    position = text.length;
    return Token.UNTERMINATED;
  }

  /** The character so many places on, NUL after the end. */
  private char peek(int distance) {
    int i = position + distance;
    return i < text.length ? text[i] : '\0';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }
}
