package tally.migrate.script;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random scripts that a server takes, most of them without a fault, and whose every statement
 * leaves something behind. Left out is what psql, unlike the server, takes apart wrongly: {@code
 * begin} as a name after CREATE FUNCTION, {@code t.end} in a BEGIN ATOMIC body, a backslash in the
 * second line of an {@code E} string; and the end of CSV, which psql before 18 sends to a server
 * from 18 on as a row.
 */
public final class ScriptGrammar {
  private static final List<String> PIECES =
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
          "case",
          "\\.",
          "commit;",
          "\"",
          "'",
          "''",
          "\\",
          "\\'",
          "e'",
          "U&'",
          "%",
          ":x",
          ":'x'",
          "$1",
          "copy t from stdin;",
          "\n\\.\n",
          "\\echo x",
          "-- migrate: no");
  private static final List<String> TAGS =
      List.of("", "a", "A", "_é1", "body", "end", "x1", "😀", "_");
  private static final List<String> BROKEN =
      List.of(
          "select 'never closed; ",
          "select e'never closed\\'; ",
          "select $x$ never closed; $y$ ",
          "select $x$ never closed; $X$ ",
          "select \"never closed; ",
          "/* never /* closed */ ; ",
          "select (1; ",
          "create function f() returns int begin atomic select case when true then 1 end; ");

  private final RandomGenerator random;
  private final SqlGrammar words;
  private int names;

  public ScriptGrammar(RandomGenerator random) {
    this.random = random;
    this.words = new SqlGrammar(random);
  }

  /** Makes a table {@code out} and brings rows into it, in many ways. */
  public String script() {
    var script = new StringBuilder();
    script.append(one(20) ? "\uFEFF" : "");
    script.append("-- migrate: no-transaction").append(one(2) ? "\r\n" : "\n");
    script.append(gap()).append("create table out (n int generated always as identity, v text);");
    for (int i = 3 + random.nextInt(8); i > 0; i--) {
      script.append(one(5) ? ";" : "").append(gap());
      script.append(statement());
    }
    if (one(20)) {
      script.append(pick(BROKEN));
    } else if (one(3)) {
      script.append(gap()).append("insert into out (v) values (").append(value(1)).append(")");
    }
    return script.append(gap()).toString();
  }

  /** With its semicolon, or the rows that follow it. */
  private String statement() {
    return switch (random.nextInt(17)) {
      case 0 -> table();
      case 1 -> copy();
      case 2 -> plpgsql();
      case 3 -> atomicFunction();
      case 4 -> atomicProcedure();
      case 5 -> rule();
      case 6 -> "do" + gap() + dollars(block()) + ";";
      case 7 -> view();
      case 8 -> prepared();
      case 9 -> operator();
      case 10 -> "comment on table out is " + string(text()) + ";";
      case 11 -> "(select" + gap() + value(2) + ")" + gap() + ";";
      case 12 -> one(6) ? pick(List.of("select 1/0;", "select 1..10;")) : "vacuum out;";
      default ->
          "insert into out (v)"
              + gap()
              + "values ("
              + value(2)
              + "),"
              + gap()
              + "("
              + value(1)
              + ");";
    };
  }

  private String table() {
    String name = name();
    String check = "check (" + column(1) + " <> " + string(text()) + ")";
    return "create table "
        + name
        + gap()
        + "("
        + column(1)
        + " text default "
        + string(text())
        + ","
        + gap()
        + column(2)
        + " int[] default '{1,2,3}',"
        + gap()
        + check
        + ");"
        + gap()
        + "insert into "
        + name
        + " ("
        + column(2)
        + ") values ((array[4,5,6])[1:2]);";
  }

  private static String column(int number) {
    return number == 1 ? "\"a;\"\"'$$--\"" : "b$1$";
  }

  private String copy() {
    var rows = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.append(text().replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"))
          .append('\n');
    }
    String data = rows.append("\\.\n").toString();
    return pick(List.of("copy out (v) from stdin", "COPY/*;*/out(v)From Stdin with (format text)"))
        + pick(List.of(";\n", " ; -- rows\n", ";\r\n"))
        + (one(3) ? data.replace("\n", "\r\n") : data);
  }

  private String plpgsql() {
    String name = name();
    return "create function "
        + name
        + "()"
        + gap()
        + "returns text language plpgsql as"
        + gap()
        + dollars("begin\n  return " + lf(value(2)) + ";\nend")
        + ";"
        + insert(name + "()");
  }

  private String block() {
    return lf(
        "<<outer>>\ndeclare x text := "
            + value(1)
            + ";\nbegin\n  for i in 1..2 loop\n"
            + "    insert into out (v) values (x || i);\n  end loop;\n  execute "
            + dollars("insert into out (v) values (" + lf(value(1)) + ")")
            + ";\nend");
  }

  private String atomicFunction() {
    String name = name();
    return "create or"
        + gap()
        + "replace function "
        + name
        + "(x int) returns text language sql"
        + gap()
        + "begin"
        + gap()
        + "atomic"
        + gap()
        + "select"
        + gap()
        + value(1)
        + ";"
        + gap()
        + "select "
        + caseEnd(2)
        + gap()
        + ";"
        + gap()
        + "end;"
        + insert(name + "(1)");
  }

  private String atomicProcedure() {
    String name = name();
    return "create procedure "
        + name
        + "()"
        + gap()
        + "BEGIN ATOMIC"
        + gap()
        + "insert into out (v) values ("
        + caseEnd(1)
        + ");"
        + gap()
        + "insert into out (v) select "
        + value(1)
        + "; END;"
        + gap()
        + "call "
        + name
        + "();";
  }

  private String rule() {
    String name = name();
    return "create table "
        + name
        + " (x text);"
        + gap()
        + "create rule r as on insert to "
        + name
        + " do also"
        + gap()
        + "("
        + "insert into out (v) values (new.x);"
        + gap()
        + "insert into out (v) values ("
        + value(1)
        + ");"
        + pick(List.of("", gap()))
        + ");"
        + "insert into "
        + name
        + " values ("
        + value(1)
        + ");";
  }

  private String view() {
    return "create view "
        + name()
        + " as select"
        + gap()
        + value(2)
        + " as a$$, "
        + gap()
        + value(1)
        + " as U&\"d\\0061;ta\","
        + gap()
        + "1 as n\u00a0x;";
  }

  private String prepared() {
    String name = name();
    return "prepare "
        + name
        + " (text) as insert into out (v) values ($1 || "
        + value(1)
        + ");"
        + gap()
        + "execute "
        + name
        + "("
        + string(text())
        + ");";
  }

  private String operator() {
    return "do $$ begin create operator @- (function = int4mi, leftarg = int, rightarg = int);"
        + " exception when duplicate_function then null; end $$;"
        + gap()
        + insert("(7 @-" + pick(List.of("", " --;'\n", "/* ; */", " - ")) + "2)");
  }

  private String insert(String value) {
    return gap() + "insert into out (v) select" + gap() + value + ";";
  }

  /** Of type text. */
  private String value(int depth) {
    if (depth == 0) {
      return string(text());
    }
    return switch (random.nextInt(9)) {
      case 0 -> string(text()) + gap() + "||" + gap() + value(depth - 1);
      case 1 -> caseEnd(depth);
      case 2 -> "(1 +--;'\n 2)::text";
      case 3 -> "concat(" + value(depth - 1) + "," + gap() + value(depth - 1) + ")";
      case 4 ->
          pick(
              List.of(
                  "(- 5)::text",
                  "(2*-/*;*/3)::text",
                  "(1.5e-3 - -.5)::text",
                  "('{1,2}'::int[])[1:2]::text",
                  "(-(-1))::text",
                  "(7 + @--;'\n -2)::text",
                  "(7 - @/*;*/-2)::text",
                  "0x1F::text",
                  "(6 /-- ;\n 3)::text"));
      case 5 -> "(select" + gap() + value(depth - 1) + ")";
      case 6 -> "make_interval(days => 1)::text" + gap() + "|| " + string(text());
      case 7 -> pick(List.of("B'01'", "X'1f'", "b'1'", "x'F'")) + "::text";
      default -> string(text());
    };
  }

  private String caseEnd(int depth) {
    String inner = depth > 0 && random.nextBoolean() ? caseEnd(depth - 1) : string(text());
    return "case"
        + gap()
        + "when"
        + gap()
        + "true then"
        + gap()
        + inner
        + gap()
        + (random.nextBoolean() ? "else " + string(text()) + gap() : "")
        + "END";
  }

  /** A string constant of one kind or another. */
  private String string(String text) {
    return switch (random.nextInt(6)) {
      case 0 -> dollars(text);
      case 1 -> pick(List.of("e", "E")) + "'" + escaped(text) + "'";
      case 2 ->
          "U&'" + text.replace("'", "''").replace("\\", "\\\\").replace("😀", "\\+01F600") + "'";
      case 3 -> {
        int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        yield pick(List.of("'", "N'"))
            + text.substring(0, middle).replace("'", "''")
            + "'"
            + pick(List.of("\n", " -- it's;\n ", "\r\n", "\r"))
            + "'"
            + text.substring(middle).replace("'", "''")
            + "'";
      }
      case 4 -> {
        int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        yield "E'"
            + escaped(text.substring(0, middle))
            + "'\n'"
            + text.substring(middle).replace("\\", "").replace("'", "''")
            + "'";
      }
      default -> "'" + text.replace("'", "''") + "'";
    };
  }

  private String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("'", pick(List.of("\\'", "''")))
        .replace("\n", pick(List.of("\\n", "\n")));
  }

  private String dollars(String text) {
    for (int i = random.nextInt(TAGS.size()); ; i++) {
      String tag = "$" + (i < TAGS.size() ? TAGS.get(i) : "q" + i) + "$";
      if ((text + tag).indexOf(tag) == text.length()) {
        return tag + text + tag;
      }
    }
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  /** A new one. */
  private String name() {
    String number = "x" + names++;
    return pick(
        List.of(
            number,
            number + "$y$",
            "é$1$" + number,
            "\"" + number + ";'$$--(\"",
            "\"" + number + "\"\"begin atomic\"",
            "U&\"\\0061;" + number + "\""));
  }

  private String gap() {
    return words.gap();
  }

  /** What the server keeps as text is kept with the line ends that the migrator reads. */
  private static String lf(String text) {
    return text.replace("\r", "");
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
