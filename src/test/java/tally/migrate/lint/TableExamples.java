package tally.migrate.lint;

import static tally.migrate.lint.Example.example;
import static tally.migrate.lint.Lint.ALONE;

import java.util.stream.Stream;

/** Tables rewritten, locked, renamed and dropped. */
final class TableExamples {
  private TableExamples() {}

  static Stream<Example> all() {
    return Stream.of(
        example(
            Rule.DETACH_NOT_CONCURRENT,
            "alter table t detach partition p;",
            ALONE + "alter table t detach partition p concurrently;"),
        example(
            Rule.TABLE_REWRITE, "alter table t set unlogged;", "alter table t set (fillfactor=9);"),
        example(Rule.VACUUM_FULL, ALONE + "vacuum full t;", ALONE + "vacuum t;"),
        example(
            Rule.VACUUM_FULL,
            ALONE + "vacuum (analyze, full) t;",
            ALONE + "vacuum (full off, analyze) t;"),
        example(Rule.CLUSTER, "cluster t using ix_t_a;", "alter table t cluster on ix_t_a;"),
        example(Rule.CLUSTER, "cluster ix_t_a on t;", "create table v (); cluster v;"),
        example(
            Rule.LOCK_TABLE,
            "lock table t in share row exclusive mode;",
            "lock table t in row exclusive mode;"),
        example(Rule.LOCK_TABLE, "lock only t;", "lock t in access share mode;"),
        example(
            Rule.SEVERAL_TABLES_LOCKED,
            "alter table t add c text; alter table u add c text;",
            ALONE + "alter table t add c text; alter table u add c text;"),
        example(
            Rule.SEVERAL_TABLES_LOCKED,
            "alter table t add c text; alter table t add d text; alter table u alter id set default 1;",
            "create table v (a text); alter table v add c text; alter table t add c text;"),
        example(
            Rule.RENAME_TABLE,
            "alter table t rename to x;",
            "create table v (); alter table v rename to w;"),
        example(Rule.RENAME_TABLE, "alter table t set schema x;", "alter table t owner to x;"),
        example(
            Rule.DROP_TABLE, "drop table if exists t;", "create table v (); drop table public.v;"),
        example(
            Rule.RENAME_OBJECT,
            "alter function f(int, text) rename to g;",
            "alter trigger f on t rename to g;"),
        example(
            Rule.RENAME_OBJECT, "alter type mood set schema x;", "alter type mood owner to ann;"),
        example(
            Rule.RENAME_OBJECT,
            "alter sequence if exists s rename to r;",
            "alter sequence s owned by t.id;"),
        example(
            Rule.DROP_OBJECT,
            "drop function if exists f(int);",
            "drop function f(int); create function f(a int) returns int language sql return 1;"),
        example(
            Rule.DROP_OBJECT,
            ALONE + "drop view v; create view v as select 1;",
            "drop materialized view v; create view v as select 1;"),
        example(
            Rule.DROP_OBJECT,
            "drop schema x;",
            "drop trigger g on t; drop policy p on t; drop extension c;"),
        example(
            Rule.DROP_CASCADE,
            "create view v as select 1; drop view v cascade;",
            "create view v as select 1; drop view v;"),
        example(
            Rule.DROP_CASCADE, "drop extension pg_trgm cascade;", "drop extension if exists c;"));
  }
}
