package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.revision.SqlTexts;

/** What a down takes away, by its text. */
class LossTest {

  private static List<String> losses(String down) {
    var files = new SqlTexts().file("001_a.up.sql", "select 1;").file("001_a.down.sql", down);
    return Loss.of(List.of(files.read().list().get(0).down())).stream()
        .map(loss -> loss.sort() + " " + loss.schema() + " " + loss.table() + " " + loss.column())
        .toList();
  }

  @Test
  void tablesAndColumnsThatAreDropped() {
    assertEquals(
        List.of("TABLE null a null", "TABLE s B null", "COLUMN null c d", "COLUMN null c e"),
        losses(
            """
            drop table if exists a, s."B" cascade;
            alter table c drop d, drop column if exists e, drop constraint f, alter g drop default;
            drop index i; drop view v; drop function f; alter table c drop constraint x;
            """));
  }

  @Test
  void aColumnGoesWithItsTable() {
    assertEquals(
        List.of("TABLE null a null"),
        losses("alter table a drop b; drop table a; delete from a; drop table a;"));
  }

  @Test
  void rowsOfATableThatStays() {
    assertEquals(
        List.of("ROWS null a null", "ROWS null b null"),
        losses("truncate a; delete from b; delete from c where id = 1; update d set x = null;"));
  }

  @Test
  void wholeSchemas() {
    assertEquals(List.of("SCHEMA s null null"), losses("drop schema s cascade;"));
  }

  @Test
  void whatIsRenamedBeforeIsKnownByItsName() {
    assertEquals(
        List.of("TABLE s a null", "COLUMN null t b"),
        losses(
            """
            alter table s.a rename to c; alter table s.c rename to d; drop table s.d;
            alter table t rename b to x; alter table t drop x;
            """));
  }

  @Test
  void whatTheScriptMakesItselfIsNoLoss() {
    assertEquals(
        List.of("TABLE null a null"),
        losses(
            """
            create temp table t as select * from a; drop table t;
            create table n (id int); drop table a; alter table n rename to a; truncate a;
            alter table b add column c int; alter table b drop column c;
            """));
  }

  @Test
  void whatAFunctionOnlyTalksAbout() {
    assertEquals(
        List.of(), losses("create function f() returns void language sql as 'drop table a';"));
  }
}
