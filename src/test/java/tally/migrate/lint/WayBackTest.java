package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tally.migrate.lint.Lint.down;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a down must undo, and what it may drop. */
class WayBackTest {
  @Test
  void aDownUndoesWhatItsUpMakes() {
    String up =
        """
        -- migrate: no-transaction
        create table v (id bigint primary key);
        create index i on v (id);
        create type kind as enum ();
        alter table t add column c text;
        alter table t add constraint k check (c <> '') not valid;
        create index concurrently j on t (a);
        create view w as select 1;
        """;
    String undone =
        """
        -- migrate: no-transaction
        drop view w;
        drop index concurrently if exists j;
        alter table t drop column c;
        drop type kind;
        drop table v;
        """;
    assertEquals(List.of(), down(up, undone));
    assertEquals(
        List.of(
            "incomplete-down table v, index i, type kind, column t.c, constraint k, index j, view w"),
        down(up, "-- Nothing is undone.\nselect 1;"));
    assertEquals(
        List.of("incomplete-down index j"), down(up, undone.replaceAll("drop index.*\n", "")));
    assertEquals(List.of(), down(up, "do $$ begin perform drop_it_all(); end $$;"));
  }

  @Test
  void whatTheUpItselfTakesBackNeedsNoDown() {
    assertEquals(
        List.of(),
        down(
            "alter table t add c text;"
                + "alter table t add constraint k check (c <> '') not valid;"
                + "create table v (); create view w as select 1; drop view w;"
                + "alter table t drop c; drop table v;",
            "select 1;"));
  }

  @Test
  void aSequenceGoesWithTheColumnThatOwnsIt() {
    String up = "create sequence s; alter table t add c bigint;";
    String down = "alter table t drop c;";
    assertEquals(List.of("incomplete-down sequence s"), down(up, down));
    assertEquals(List.of(), down(up + "alter sequence s owned by public.t.c;", down));
  }

  @Test
  void aDownBringsBackWhatItsUpDrops() {
    String accepted = "-- migrate: ignore drop-column nobody uses it\nalter table t drop a;";
    assertEquals(List.of(), down(accepted, "alter table t add a varchar(10);"));
    assertEquals(List.of("incomplete-down column t.a"), down(accepted, "select 1;"));
    assertEquals(
        List.of(),
        down(
            "alter table t drop constraint if exists k, add constraint k check (true) not valid;"
                + "alter table t drop constraint if exists k;",
            "select 1;"));
    assertEquals(
        List.of(),
        down(accepted, "-- migrate: irreversible the values of a are in the backup only"));
    String renamed = "-- migrate: ignore rename-column old programs are gone\n";
    assertEquals(
        List.of(), down(renamed + "alter table t rename a to x;", "alter table t rename x to a;"));
    assertEquals(
        List.of("incomplete-down column t.x, column t.a"),
        down(renamed + "alter table t rename a to x;", "select 1;"));
  }

  @Test
  void aDownMayDropWhatItsUpMadeAndNothingElse() {
    assertEquals(
        List.of(),
        down(
            "create table v (); create table w (); create index i on v (id);",
            "drop index i; drop table w, v;"));
    assertEquals(
        List.of("drop-table t"), down("create table v ();", "drop table v;\ndrop table t;"));
    assertEquals(
        List.of("drop-column t.a"),
        down("alter table t add c text;", "alter table t drop c, drop a;"));
    assertEquals(
        List.of("drop-index-not-concurrent i on t"),
        down("-- migrate: no-transaction\ncreate index concurrently i on t (a);", "drop index i;"));
  }
}
