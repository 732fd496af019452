package tally.migrate.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into statements where psql does: at semicolons outside of quotes, comments,
 * parentheses and {@code BEGIN ATOMIC} bodies. Directives go to {@link Directives} as they are met,
 * faults into the list.
 */
public final class Splitter {
  private final String script;
  private final char[] text;
  private final String file;
  private final Directives directives;
  private final List<Fault> faults;
  private final Lexer lexer;
  private final Lines lines;
  private final Words words;
  private final RoutineBody body;
  // Of the statement that is being read; its start is negative before its first token.
  private int start;
  private int end;
  private int parentheses;
  private int outermost;

  /** Reads nothing yet. */
  public Splitter(String script, String file, Directives directives, List<Fault> faults) {
    this.script = script;
    this.text = script.toCharArray();
    this.file = file;
    this.directives = directives;
    this.faults = faults;
    this.lexer = new Lexer(text);
    this.lines = new Lines(text);
    this.words = new Words(text);
    this.body = new RoutineBody(words, text);
  }

  /** The words of the statement that {@link #next} returned last. */
  public Words words() {
    return words;
  }

  /** The next statement; null at the end, or where the rest cannot be read. */
  public @Nullable SqlStatement next() {
    start = -1;
    parentheses = 0;
    words.clear();
    body.clear();
    while (true) {
      switch (lexer.next()) {
        case WORD, QUOTED_NAME -> word();
        case LITERAL -> sign();
        case SYMBOL -> {
          if (symbol(text[lexer.start()])) {
            return statement();
          }
        }
        case LINE_COMMENT -> comment();
        case BLOCK_COMMENT -> {
          // Stays where it is: inside of a statement it is sent along.
        }
        case UNTERMINATED -> {
          fault(lexer.start(), lexer.problem());
          return null;
        }
        case END -> {
          return last();
        }
      }
    }
  }

  private void word() {
    part();
    words.add(lexer.start(), lexer.end(), parentheses);
    if (parentheses == 0 && body.mayChange(lexer.start(), lexer.end())) {
      body.word();
    }
  }

  private void sign() {
    if (start < 0) {
      // An empty word: what begins with no word begins with no keyword.
      words.add(lexer.start(), lexer.start(), 0);
    }
    part();
  }

  private void part() {
    if (start < 0) {
      start = lexer.start();
    }
    end = lexer.end();
  }

  /** Whether the sign ends a statement. */
  private boolean symbol(char sign) {
    if (sign == ';' && parentheses == 0 && !body.isOpen()) {
      return start >= 0;
    }
    if (sign == '\\') {
      fault(lexer.start(), "a backslash command of psql is no SQL: only psql understands it");
      lexer.skipLine();
      return false;
    }
    sign();
    if (sign == '(') {
      outermost = parentheses == 0 ? lexer.start() : outermost;
      parentheses++;
    } else if (sign == ')') {
      parentheses = Math.max(parentheses - 1, 0);
    }
    return false;
  }

  private void comment() {
    String command = Directives.command(text, lexer.start() + "--".length(), lexer.end());
    if (command != null) {
      boolean alone = start < 0 && lines.isBlankBefore(lexer.start());
      directives.add(command, lines.line(lexer.start()), alone);
    }
  }

  private @Nullable SqlStatement statement() {
    boolean copies = StatementRules.copiesFromClient(words);
    int line = lines.line(start);
    int column = lines.column(start);
    String data = null;
    if (copies) {
      data = copyData();
      if (data == null) {
        return null;
      }
    }
    return new SqlStatement(
        script.substring(start, end), line, column, data, directives.statement());
  }

  /** The statement at the end of the file, whose semicolon may be missing. */
  private @Nullable SqlStatement last() {
    if (start < 0) {
      return null;
    }
    if (parentheses > 0) {
      fault(outermost, "this parenthesis is never closed");
      return null;
    }
    if (body.isOpen()) {
      fault(start, "the BEGIN ATOMIC of this statement has no END");
      return null;
    }
    return statement();
  }

  /** The lines up to {@code \.}; null, and a fault, where they cannot be told from the SQL. */
  private @Nullable String copyData() {
    int semicolon = lexer.end();
    int from = lexer.skipLine();
    for (int i = semicolon; i < from; i++) {
      if (text[i] == '-' && i + 1 < from && text[i + 1] == '-') {
        // A comment ends at a carriage return, too; the line does not.
        while (i < from && text[i] != '\r') {
          i++;
        }
      } else if (!Character.isWhitespace(text[i])) {
        fault(
            i, "the data of COPY begins on the next line: nothing may stand behind its semicolon");
        break;
      }
    }
    for (int i = from; i < text.length; i = lexer.skipLine()) {
      boolean ends = text[i] == '\\' && i + 1 < text.length && text[i + 1] == '.';
      if (ends && (i + 2 == text.length || text[i + 2] == '\n')) {
        lexer.skipLine();
        return script.substring(from, i);
      }
    }
    fault(start, "the data of this COPY does not end: a line with nothing but \\. is missing");
    return null;
  }

  private void fault(int place, String message) {
    faults.add(new Fault(file, lines.line(place), message));
  }
}
