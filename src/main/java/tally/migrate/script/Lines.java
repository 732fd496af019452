package tally.migrate.script;

/** Lines and columns of a text. Asked for ascending places it reads the text once. */
final class Lines {
  private final char[] text;
  private int line = 1;
  private int lineStart;
  private int position;

  Lines(char[] text) {
    this.text = text;
  }

  /** The line of a place, from 1. */
  int line(int place) {
    if (place < lineStart) {
      line = 1;
      lineStart = 0;
      position = 0;
    }
    int i = position;
    for (; i < place; i++) {
      if (text[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    position = i;
    return line;
  }

  /** The code point within its line, from 1. */
  int column(int place) {
    line(place);
    return Character.codePointCount(text, lineStart, place - lineStart) + 1;
  }

  /** Whether nothing but space stands before a place in its line. */
  boolean isBlankBefore(int place) {
    for (int i = place - 1; i >= 0 && text[i] != '\n' && text[i] != '\r'; i--) {
      if (!Character.isWhitespace(text[i])) {
        return false;
      }
    }
    return true;
  }
}
