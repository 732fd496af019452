package tally.migrate.lint;

import static tally.migrate.lint.Example.example;
import static tally.migrate.lint.Lint.ALONE;

import java.util.stream.Stream;

/** Indexes and materialized views, built and dropped while others use them. */
final class IndexExamples {
  private IndexExamples() {}

  static Stream<Example> all() {
    return Stream.of(
        example(
            Rule.INDEX_NOT_CONCURRENT,
            "create index i on t (a);",
            ALONE + "create index concurrently i on t (a);"),
        example(
            Rule.INDEX_NOT_CONCURRENT,
            "CREATE UNIQUE INDEX IF NOT EXISTS \"I\" ON public.\"t\" USING btree (a);",
            "create table v (a int); create unique index on v (a);"),
        example(
            Rule.INDEX_NOT_CONCURRENT, "create index on t (a);", "create index i on only t (a);"),
        example(
            Rule.DROP_INDEX_NOT_CONCURRENT,
            "drop index if exists ix_t_a;",
            ALONE + "drop index concurrently if exists ix_t_a;"),
        example(
            Rule.DROP_INDEX_NOT_CONCURRENT,
            "drop index public.ix_t_a restrict;",
            "create table v (a text); create index i on v (a); drop index i;"),
        example(
            Rule.REINDEX_NOT_CONCURRENT,
            "reindex (verbose) table t;",
            ALONE + "reindex (verbose, concurrently) table t;"),
        example(
            Rule.REINDEX_NOT_CONCURRENT,
            ALONE + "reindex (concurrently false) index ix_t_a;",
            ALONE + "reindex index concurrently ix_t_a;"),
        example(
            Rule.DROP_UNIQUE,
            ALONE + "drop index concurrently uq_t_b;",
            ALONE
                + "create unique index concurrently uq_t_b_2 on t (b);"
                + "drop index concurrently uq_t_b;"),
        example(
            Rule.DROP_UNIQUE,
            ALONE
                + "create unique index concurrently ix on t (a, b);"
                + "drop index concurrently if exists public.uq_t_b;",
            "create table v (a text); create unique index i on v (a); drop index i;"),
        example(
            Rule.DROP_UNIQUE,
            "alter table u drop constraint uq_u;",
            "alter table t drop constraint t_id_fkey;"),
        example(
            Rule.DROP_UNIQUE,
            "alter table t drop constraint t_pkey;",
            "create table v (c text unique); alter table v drop constraint v_c_key;"),
        example(
            Rule.DROP_UNIQUE,
            ALONE
                + "create unique index concurrently i on t (n);"
                + "alter table t add constraint k unique using index i;"
                + "alter table t drop constraint k;",
            ALONE
                + "create unique index concurrently i on t (b);"
                + "alter table t add constraint k unique using index i;"
                + "drop index concurrently uq_t_b;"),
        example(
            Rule.REFRESH_NOT_CONCURRENT,
            "refresh materialized view m;",
            "refresh materialized view concurrently m;"));
  }
}
