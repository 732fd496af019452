package tally.migrate.script;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random scripts that a server takes, most of them without a fault, and whose every statement
 * leaves something behind. Left out is what psql, unlike the server, takes apart wrongly: {@code
 * begin} as a name after CREATE FUNCTION; {@code t.end} in a BEGIN ATOMIC body; a backslash in the
 * second line of an {@code E} string; and the end of CSV, which psql before 18 sends to a server
 * from 18 on as a row.
 */
public final class ScriptGrammar {
  /**
   * Statements with gaps in them: {@code ~} is space or a comment, {@code {n}} a name, {@code {s}}
   * a string constant, {@code {v}} an expression of type text, {@code {c}} one with CASE and END,
   * {@code {r}} rows of a COPY, {@code {f}} and {@code {b}} the bodies of a function and of a DO.
   */
  private static final List<String> FORMS =
      List.of(
          "insert into out (v)~values ({v}),~({v});",
          "insert into out (v)~select~{v};",
          "insert into out~(v) select {c}~|| {s};",
          "(select~{v})~;",
          "vacuum out;",
          "comment on table out is~{s};",
          "do~{b};",
          "COPY~out(v)~From Stdin{r}",
          "copy out (v) from stdin with (format text){r}",
          """
          create table {n}~("a;""'$$--" text default {s},~b$1$ int[] default '{1,2,3}',
            check ("a;""'$$--" <> {s}));~insert into {n} (b$1$) values ((array[4,5,6])[1:2]);""",
          """
          create function {n}()~returns text language plpgsql as~{f};
          insert into out (v) select {n}();""",
          """
          create or~replace function {n}(x int)~returns text language sql~begin~atomic~select~{v};
            ~select {c}~;~end;insert into out (v) select {n}(1);""",
          """
          CREATE PROCEDURE {n}()~BEGIN~ATOMIC~insert into out (v) values ({c});
            ~insert into out (v) select {v}; END;~call {n}();""",
          """
          create table {n}~(x text);create rule r as on insert to {n} do also~(
            insert into out (v) values (new.x);~insert into out (v) values ({v});~);
          ~insert into {n} values ({v});""",
          "create view {n} as select~{v} as a$$,~{v} as U&\"d\\0061;ta\",~1 as n\u00a0x;",
          "prepare {n} (text) as insert into out (v) values ($1 || {v});~execute {n}({s});",
          """
          create table {n}~(i int);
          do $$ begin create operator @- (function = int4mi, leftarg = int, rightarg = int);
            exception when duplicate_function then null; end $$;
          insert into {n} values (7 @-2),~(7 @- --;'
            2), (7 @-/*;*/2), (7 @- - 2), (7 - @ -2);""");

  private static final List<String> FAILING =
      List.of("select 1/0;", "select 1..10;", "insert into out (v)~values ({v});select nothing;");

  /** What the end of a script may not be like. */
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

  private static final List<String> FUNCTION = List.of("begin\n  return {v};\nend");

  private static final List<String> BLOCK =
      List.of(
          """
          <<outer>> declare x text := {v};
          begin
            for i in 1..2 loop insert into out (v) values (x || i); end loop;
            execute $e$ select 1; insert into out (v) values ('it''s;') $e$;
          end
          """,
          "begin~if {v} <> {v} then~insert into out (v) values ({c}); end if;~end");

  private static final List<String> EXPRESSIONS =
      List.of(
          "{s}",
          "{s}",
          "{s}",
          "{c}",
          "{s}~||~{v}",
          "concat({v},~{v})",
          "(select~{v})",
          "make_interval(days => 1)::text~||~{s}",
          "(1 +--;'\n 2)::text",
          "(- 5)::text",
          "(2*-/*;*/3)::text",
          "(1.5e-3 - -.5)::text",
          "('{1,2}'::int[])[1:2]::text",
          "(7 + @--;'\n -2)::text",
          "(6 /-- ;\n 3)::text",
          "0x1F::text",
          "B'01'::text",
          "x'1f'::text");

  private static final List<String> CASES =
      List.of(
          "case~when~true~then~{s}~END",
          "CASE~when false then~{s}~else~{s} end",
          "case {s} when~{s}~then {c} else~{c}~end");

  /** What may stand in a string beside {@link SqlGrammar#TEXTS}. */
  private static final List<String> PIECES =
      List.of(
          "case",
          "'",
          "''",
          "\\",
          "\\'",
          "e'",
          "U&'",
          ":x",
          ":'x'",
          "$1",
          "\n\\.\n",
          "\\echo x",
          "-- migrate: no");

  private static final List<String> TAGS = List.of("", "a", "A", "_é1", "body", "end", "x1", "😀");

  private final RandomGenerator random;
  private final SqlGrammar words;
  private int names;

  public ScriptGrammar(RandomGenerator random) {
    this.random = random;
    this.words = new SqlGrammar(random);
  }

  /** Makes a table {@code out} and brings rows into it, in many ways. */
  public String script() {
    var script = new StringBuilder(one(20) ? "\uFEFF" : "");
    script.append("-- migrate: no-transaction").append(one(2) ? "\r\n" : "\n");
    script.append(fill("~create table out (n int generated always as identity, v text);", 0));
    for (int i = 3 + random.nextInt(8); i > 0; i--) {
      script.append(one(5) ? ";" : "").append(words.gap());
      script.append(fill(pick(one(60) ? FAILING : FORMS), 2));
    }
    String last = one(20) ? pick(BROKEN) : one(3) ? "~insert into out (v) values ({v})" : "";
    return script.append(fill(last + "~", 1)).toString();
  }

  /**
   * @param depth how deep expressions may be in each other
   */
  private String fill(String form, int depth) {
    var filled = new StringBuilder();
    String name = form.contains("{n}") ? name() : "";
    for (int i = 0; i < form.length(); i++) {
      boolean hole = form.startsWith("}", i + 2) && form.charAt(i) == '{';
      if (hole) {
        filled.append(part(form.charAt(i + 1), name, depth));
        i += 2;
      } else {
        filled.append(form.charAt(i) == '~' ? words.gap() : form.substring(i, i + 1));
      }
    }
    return filled.toString();
  }

  private String part(char kind, String name, int depth) {
    return switch (kind) {
      case 'n' -> name;
      case 's' -> string(text());
      case 'v' -> depth == 0 ? string(text()) : fill(pick(EXPRESSIONS), depth - 1);
      case 'c' -> fill(depth == 0 ? CASES.get(0) : pick(CASES), Math.max(depth - 1, 0));
      case 'r' -> rows();
      case 'f' -> body(FUNCTION);
      case 'b' -> body(BLOCK);
      default -> "{" + kind + "}";
    };
  }

  private String rows() {
    var rows = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.append(
          text()
              .replace("\\", "\\\\")
              .replace("\n", "\\n")
              .replace("\t", "\\t")
              .replace("\r", "\\r"));
      rows.append('\n');
    }
    String data = rows.append("\\.\n").toString();
    return pick(List.of(";\n", " ; -- rows\n", ";\r\n"))
        + (one(3) ? data.replace("\n", "\r\n") : data);
  }

  /** Kept by the server as it stands there, with the line ends that the migrator reads. */
  private String body(List<String> forms) {
    return dollars(fill(pick(forms), 2).replace("\r\n", "\n").replace('\r', '\n'));
  }

  /** A string constant of one kind or another. */
  private String string(String text) {
    int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
    String head = text.substring(0, middle);
    String tail = text.substring(middle);
    return switch (random.nextInt(6)) {
      case 0 -> dollars(text);
      case 1 -> pick(List.of("e", "E")) + "'" + escaped(text) + "'";
      case 2 -> "U&'" + doubled(text).replace("\\", "\\\\").replace("😀", "\\+01F600") + "'";
      case 3 ->
          pick(List.of("'", "N'"))
              + doubled(head)
              + pick(List.of("'\n'", "' -- it's;\n '", "'\r\n'", "'\r'"))
              + doubled(tail)
              + "'";
      case 4 -> "E'" + escaped(head) + "'\n'" + doubled(tail.replace("\\", "")) + "'";
      default -> "'" + doubled(text) + "'";
    };
  }

  private static String doubled(String text) {
    return text.replace("'", "''");
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
      text.append(pick(random.nextBoolean() ? PIECES : SqlGrammar.TEXTS));
    }
    return text.toString().replaceAll("\r+\n", "\n");
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

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
