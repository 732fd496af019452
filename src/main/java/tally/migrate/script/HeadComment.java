package tally.migrate.script;

/**
 * The comment at the head of a script, which is to a revision what the docstring is in Alembic: the
 * first lines of comments with something to say beside directives, up to a blank line.
 */
final class HeadComment {
  private final StringBuilder comment = new StringBuilder();
  private boolean inBlock;

  private HeadComment() {}

  /** Without comment signs and directives, lines separated by LF; empty where there is none. */
  static String of(String script) {
    var head = new HeadComment();
    int from = 0;
    while (from < script.length()) {
      int end = lineEnd(script, from);
      if (!head.add(script.substring(from, end).strip())) {
        break;
      }
      from = end + 1;
    }
    return head.comment.toString().strip();
  }

  /** A comment ends at a carriage return, too, and what follows is SQL. */
  private static int lineEnd(String script, int from) {
    int end = from;
    while (end < script.length() && script.charAt(end) != '\n' && script.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Whether the head goes on after this line. */
  private boolean add(String line) {
    if (inBlock) {
      return block(line);
    }
    if (line.isEmpty()) {
      return comment.isEmpty();
    }
    if (line.startsWith("/*")) {
      inBlock = true;
      return block(line.substring("/*".length()));
    }
    if (!line.startsWith("--")) {
      return false;
    }
    if (Directives.command(line.toCharArray(), "--".length(), line.length()) == null) {
      append(line.substring("--".length()));
    }
    return true;
  }

  private boolean block(String line) {
    int end = line.indexOf("*/");
    String inside = end < 0 ? line : line.substring(0, end);
    append(inside.startsWith("*") ? inside.substring(1) : inside);
    inBlock = end < 0;
    return inBlock || end + "*/".length() == line.length();
  }

  private void append(String line) {
    // The space after the sign belongs to the sign; more of it is the author's indentation.
    comment.append(line.startsWith(" ") ? line.substring(1) : line).append('\n');
  }
}
