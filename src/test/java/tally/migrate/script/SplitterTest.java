package tally.migrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tally.migrate.revision.SqlTexts.split;
import static tally.migrate.revision.SqlTexts.statements;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitterTest {
  @Test
  void aSemicolonEndsAStatementAndIsNotPartOfIt() {
    assertEquals(List.of("select 1", "select 2"), split("select 1; select 2 ;"));
  }

  @Test
  void theLastSemicolonMayBeMissing() {
    assertEquals(List.of("select 1", "select 2"), split("select 1;\nselect 2\n-- the end"));
  }

  @Test
  void emptyStatementsAndCommentsAloneAreNothing() {
    assertEquals(List.of("select 1"), split(";; /* a; */ ; -- b;\n select 1 ;;\n ; -- c"));
  }

  @Test
  void commentsAroundAStatementAreLeftOutAndThoseInsideStay() {
    assertEquals(
        List.of("select -- one;\n 1 /* two; */ + 1"),
        split("-- zero\nselect -- one;\n 1 /* two; */ + 1 -- three\n;"));
  }

  @Test
  void aCarriageReturnAloneEndsACommentAsItDoesForTheServer() {
    assertEquals(List.of("select 1", "select 2"), split("-- a;\rselect 1; -- b;\rselect 2"));
    assertEquals(
        List.of("select 1"), split("-- migrate: no-transaction\r-- migrate: ignore a b\rselect 1"));
  }

  @Test
  void blockCommentsNest() {
    assertEquals(
        List.of("select 1 /* a /* b; */ c; */ , 2", "select 3"),
        split("select 1 /* a /* b; */ c; */ , 2; select 3"));
    assertEquals(List.of("select 1"), split("/*/ a; */ select 1; /***/ /*/**/*/"));
  }

  @Test
  void aCommentBeginsInTheMiddleOfAnOperator() {
    assertEquals(List.of("select 1 +", "2"), split("select 1 +--;\n;2"));
    assertEquals(List.of("select 2 @/* ; */ 1"), split("select 2 @/* ; */ 1;"));
    assertEquals(List.of("select 6 /-- ;\n2"), split("select 6 /-- ;\n2;"));
  }

  @Test
  void aCarriageReturnEndsALineComment() {
    assertEquals(List.of("select 1", "select 2"), split("select 1; -- x\rselect 2;"));
  }

  @Test
  void stringsHoldEverythingAndDoubledQuotes() {
    assertEquals(
        List.of("select 'a;b''; --c', ''", "select 1"), split("select 'a;b''; --c', ''; select 1"));
  }

  @Test
  void aBackslashIsNothingInAStandardString() {
    assertEquals(List.of("select 'a\\'", "select ';'"), split("select 'a\\'; select ';';"));
  }

  @Test
  void aBackslashEscapesInAnEString() {
    assertEquals(
        List.of("select E'a\\';', e'\\\\'", "select 1"),
        split("select E'a\\';', e'\\\\'; select 1"));
    assertEquals(List.of("select E'a'';\\';'", "select 1"), split("select E'a'';\\';'; select 1"));
  }

  @Test
  void anEAtTheEndOfAWordOpensNoEString() {
    assertEquals(List.of("select date'\\'", "select ';'"), split("select date'\\'; select ';';"));
  }

  @Test
  void aContinuedStringIsOfTheKindOfItsFirstPart() {
    assertEquals(
        List.of("select E'a'\n  '\\';'", "select 1"), split("select E'a'\n  '\\';'; select 1"));
    assertEquals(
        List.of("select E'a' -- it's\n  '\\';'", "select 1"),
        split("select E'a' -- it's\n  '\\';'; select 1"));
    assertEquals(
        List.of("select 'a'\n  '\\'", "select ';'"), split("select 'a'\n  '\\'; select ';'"));
  }

  @Test
  void aStringOnTheSameLineIsAnotherString() {
    assertEquals(List.of("select E'a' '\\'", "select ';'"), split("select E'a' '\\'; select ';'"));
    assertEquals(
        List.of("select E'a' /*\n*/ '\\'", "select ';'"),
        split("select E'a' /*\n*/ '\\'; select ';'"));
  }

  @Test
  void otherKindsOfStringsHaveNoEscapes() {
    for (String kind : List.of("U&", "u&", "B", "b", "X", "x", "N", "n")) {
      String sql = "select " + kind + "'\\'";
      assertEquals(List.of(sql, "select ';'"), split(sql + "; select ';'"));
    }
  }

  @Test
  void quotedNamesHoldEverythingAndDoubledQuotes() {
    assertEquals(
        List.of("select 1 as \"a;'\"\"; --\"", "select U&\"\\0041;\""),
        split("select 1 as \"a;'\"\"; --\"; select U&\"\\0041;\""));
  }

  @Test
  void dollarQuotesEndAtTheirOwnTag() {
    assertEquals(
        List.of("do $$ begin; end $$", "do $a$ $$;$b$;$A$;$a $a$", "select 1"),
        split("do $$ begin; end $$; do $a$ $$;$b$;$A$;$a $a$; select 1"));
    assertEquals(List.of("select $_é1$;$_é1$", "select 2"), split("select $_é1$;$_é1$; select 2"));
  }

  @Test
  void aDollarQuoteMayOpenRightAfterAnother() {
    assertEquals(List.of("select $$a$$$$;$$", "select 1"), split("select $$a$$$$;$$; select 1"));
    assertEquals(List.of("select $a$;$$a$", "select 1"), split("select $a$;$$a$; select 1"));
  }

  @Test
  void parametersAndNamesWithDollarsOpenNoDollarQuote() {
    assertEquals(
        List.of("prepare p as select $1 + $2", "execute p(1,2)"),
        split("prepare p as select $1 + $2; execute p(1,2)"));
    assertEquals(
        List.of("select a$b$ from t$", "select 1$$;$$"),
        split("select a$b$ from t$; select 1$$;$$"));
    assertEquals(List.of("select $a", "select $"), split("select $a; select $"));
  }

  @Test
  void aNameThatTouchesANumberIsPartOfIt() {
    assertEquals(List.of("select 1e'\\'", "select 2"), split("select 1e'\\'; select 2"));
    assertEquals(List.of("select 1x$$", "2"), split("select 1x$$;2"));
    assertEquals(List.of("select 1e-2--;\n, 0x1F"), split("select 1e-2--;\n, 0x1F;"));
  }

  @Test
  void whatBeginsWithNoWordBeginsWithNoKeyword() {
    assertEquals(
        List.of("(commit)", "'' copy t from stdin", "1"),
        split("(commit); '' copy t from stdin; 1"));
  }

  @Test
  void parenthesesHoldSemicolons() {
    assertEquals(
        List.of(
            "create rule r as on insert to t do also (delete from a; select (1); )", "select 1"),
        split("create rule r as on insert to t do also (delete from a; select (1); ); select 1"));
  }

  @Test
  void aClosingParenthesisTooManyIsTheServersToRefuse() {
    assertEquals(List.of("select 1)", "select (2)"), split("select 1); select (2)"));
  }

  @Test
  void anAtomicBodyIsPartOfItsFunction() {
    String function =
        """
        create or replace function f(a int) returns int language sql
        begin atomic
          select case when a > 1 then case a when 2 then 3 end else 4 end;
          select (case when true then 1 end), t.end, t.case, 5 as end from t;
          -- end;
          select 'end;';
        end""";
    assertEquals(List.of(function, "select 1"), split(function + ";\nselect 1;"));
  }

  @Test
  void anAtomicBodyIsPartOfItsProcedure() {
    String procedure =
        "CREATE PROCEDURE p(x text) BEGIN ATOMIC INSERT INTO t VALUES (x); SELECT begin FROM u; END";
    assertEquals(List.of(procedure, "SELECT 1"), split(procedure + "; SELECT 1"));
  }

  @Test
  void anAtomicBodyMayHaveAnotherInIt() {
    String function =
        "create function f() returns int begin atomic"
            + " create function g() returns int begin atomic select 1; end; select 2; end";
    assertEquals(List.of(function, "select 1"), split(function + "; select 1"));
  }

  @Test
  void beginIsANameEverywhereElse() {
    assertEquals(
        List.of("create table begin (atomic int)", "create function begin() returns int return 1"),
        split("create table begin (atomic int); create function begin() returns int return 1"));
  }

  @Test
  void theRowsOfCopyAreDataUpToABackslashAndADot() {
    List<SqlStatement> statements =
        statements(
            """
            COPY t (a, "b") FROM STDIN WITH (FORMAT text); -- rows follow
            1\tit's; $$ /* \\\\ -- x
            \\N\t\\.
            \\.
            select 1;
            """);
    assertEquals(2, statements.size());
    assertEquals("COPY t (a, \"b\") FROM STDIN WITH (FORMAT text)", statements.get(0).text());
    assertEquals("1\tit's; $$ /* \\\\ -- x\n\\N\t\\.\n", statements.get(0).copyData());
    assertEquals("select 1", statements.get(1).text());
    assertEquals(5, statements.get(1).line());
    assertNull(statements.get(1).copyData());
  }

  @Test
  void copyMayHaveNoRowsAndTheDataMayEndTheFile() {
    assertEquals("", statements("copy t from stdin;\n\\.").get(0).copyData());
    assertEquals("1\r2\n", statements("copy t from stdin;\r\n1\r2\r\n\\.\r\n").get(0).copyData());
  }

  @Test
  void copyFromElsewhereHasNoRowsInTheFile() {
    for (SqlStatement statement :
        statements(
            "copy t from 'rows.txt'; copy (select 1 from stdin) to program 'cat'; select 1")) {
      assertNull(statement.copyData());
    }
  }

  @Test
  void aStatementKnowsWhereItBegins() {
    List<SqlStatement> statements =
        statements("-- a\r\n\r\n  select 1; /* 😀é */ select\n2;\n\tselect 3");
    assertEquals(
        List.of("3:3", "3:22", "5:2"),
        statements.stream().map(s -> s.line() + ":" + s.column()).toList());
  }

  @Test
  void anIgnoredFindingGoesWithTheStatementThatFollows() {
    List<SqlStatement> statements =
        statements(
            """
            select 1;
            -- migrate: ignore drop-column nobody reads it since 1.4
              --migrate:ignore  lock   small table
            -- why
            alter table t drop a;
            select 2;
            """);
    assertEquals(List.of(), statements.get(0).ignores());
    assertEquals(
        List.of(
            new Ignore("drop-column", "nobody reads it since 1.4", 2),
            new Ignore("lock", "small table", 3)),
        statements.get(1).ignores());
    assertEquals(List.of(), statements.get(2).ignores());
  }
}
