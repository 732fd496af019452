package tally.migrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random statements whose ends are known, because they are put together from parts that hide
 * semicolons, quotes and keywords from each other. They need not mean anything to a server.
 */
final class SqlGrammar {
  /** What may stand in a string or a comment, and ends it nowhere. */
  static final List<String> TEXTS =
      List.of(
          ";",
          "it",
          "$",
          "$$",
          "$a$",
          "--",
          "/*",
          "*/",
          "(",
          ")",
          "\n",
          "\t",
          " ",
          "é",
          "😀",
          "begin atomic",
          "end",
          "\\.",
          "commit;",
          "\"",
          "e",
          "copy t from stdin;",
          "%",
          "\r");

  private static final List<String> WORDS =
      List.of("a", "é1", "x$y", "t$1$", "begin", "commit", "atomic", "e", "b", "u", "copy", "$1");
  private static final List<String> SIGNS =
      List.of("+", "-", "*", "/", "<>", "::", "1", "1.5e-3", "0x1F", "[1:2]", "@>", "!~~", "?");
  private static final List<String> TAGS = List.of("$$", "$a$", "$A$", "$_é1$");

  private final RandomGenerator random;

  SqlGrammar(RandomGenerator random) {
    this.random = random;
  }

  /** A statement without its semicolon, and without space or comments around it. */
  String statement() {
    return switch (random.nextInt(8)) {
      case 0 -> routine();
      case 1 -> "do" + gap() + dollarQuoted();
      case 2 -> "create rule r as on insert to t do also" + gap() + parenthesised(3);
      default -> "select" + gap() + parts(3);
    };
  }

  /** A statement that is followed by the rows that come with it. */
  String copy() {
    return random.nextBoolean()
        ? "copy t from stdin"
        : "COPY" + gap() + "\"t;\"" + gap() + "(a, b)" + gap() + "FROM" + gap() + "Stdin";
  }

  /** Rows for a copy, without the line that ends them. */
  String rows() {
    var rows = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.append("\\.x").append(texts("'").replace("\r", "")).append('\n');
    }
    // A line of its own would be their end.
    return rows.toString().replaceAll("(?m)^\\\\\\.\n", "");
  }

  /** Space and comments, at least one character. */
  String gap() {
    return switch (random.nextInt(7)) {
      case 0 -> " --" + texts("'").replace("\n", "").replace("\r", "") + pick(List.of("\n", "\r"));
      case 1 -> " " + blockComment(2);
      case 2 -> "\n  ";
      case 3 -> "\t\r\n";
      case 4 -> "\r";
      default -> " ";
    };
  }

  private String routine() {
    String kind =
        pick(List.of("FUNCTION", "procedure", "or replace function", "OR REPLACE Procedure"));
    var body = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      body.append("select").append(gap()).append(plainParts());
      if (random.nextBoolean()) {
        body.append(gap()).append(caseEnd(2));
      }
      body.append(";").append(gap());
    }
    return "create"
        + gap()
        + kind
        + gap()
        + "f(a int)"
        + gap()
        + "begin"
        + gap()
        + "ATOMIC"
        + gap()
        + body
        + "end";
  }

  private String caseEnd(int depth) {
    String inner = depth > 0 && random.nextBoolean() ? caseEnd(depth - 1) : plainParts();
    return "case when" + gap() + "(" + plainParts() + ") then" + gap() + inner + gap() + "END";
  }

  private String parts(int depth) {
    var parts = new StringBuilder(part(depth));
    for (int i = random.nextInt(6); i > 0; i--) {
      parts.append(gap()).append(part(depth));
    }
    return parts.toString();
  }

  private String plainParts() {
    return random.nextBoolean() ? quoted() : "x," + gap() + quoted() + gap() + pick(SIGNS);
  }

  private String part(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 4)) {
      case 0, 1 -> quoted();
      case 2 -> pick(WORDS);
      case 3 -> pick(SIGNS);
      default -> parenthesised(depth - 1);
    };
  }

  private String parenthesised(int depth) {
    var inside = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      inside.append(parts(depth)).append(pick(List.of(";", " ; ;", gap())));
    }
    return "(" + inside + ")";
  }

  /** The comma keeps a string from going on in one that follows on the next line. */
  private String quoted() {
    return switch (random.nextInt(5)) {
      case 0 -> "\"x" + texts("'").replace("\"", "\"\"") + "\"";
      case 1 ->
          "E'" + texts("\\'").replace("\\.", "\\\\.") + pick(List.of("", "''", "\\\\")) + "',";
      case 2 -> dollarQuoted();
      case 3 -> pick(List.of("U&", "b", "X", "n")) + "'" + texts("''") + "\\',";
      default -> "'" + texts("''") + "\\',";
    };
  }

  private String dollarQuoted() {
    String tag = pick(TAGS);
    String text = texts("'");
    return (text + tag).indexOf(tag) == text.length() ? tag + text + tag : "$q$" + text + "$q$";
  }

  private String blockComment(int depth) {
    String text = texts("'").replace("/", "").replace("*", "");
    return "/*" + text + (depth > 0 && random.nextBoolean() ? blockComment(depth - 1) : "") + "*/";
  }

  private String texts(String quote) {
    var texts = new ArrayList<String>();
    for (int i = random.nextInt(6); i > 0; i--) {
      texts.add(random.nextInt(5) == 0 ? quote : pick(TEXTS));
    }
    return String.join("", texts);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
