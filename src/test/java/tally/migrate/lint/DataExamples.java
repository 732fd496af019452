package tally.migrate.lint;

import static tally.migrate.lint.Example.example;
import static tally.migrate.lint.Lint.ALONE;

import java.util.stream.Stream;

/** Rows deleted and changed, and values of enums. */
final class DataExamples {
  private DataExamples() {}

  static Stream<Example> all() {
    return Stream.of(
        example(Rule.TRUNCATE, "truncate t;", "create table v (); truncate table only v;"),
        example(
            Rule.TRUNCATE_CASCADE,
            "truncate table t restart identity cascade;",
            "delete from t where true;"),
        example(Rule.DELETE_WITHOUT_WHERE, "delete from only t;", "delete from t where id = 1;"),
        example(
            Rule.DELETE_WITHOUT_WHERE,
            "with gone as (delete from t returning id) select id from gone where id > 1;",
            "with gone as (delete from t where id = 1 returning id) select id from gone;"),
        example(
            Rule.UPDATE_WITHOUT_WHERE,
            "update t set a = (select a from u where u.id = t.id);",
            "update t set a = 'x' where a is null;"),
        example(
            Rule.UPDATE_WITHOUT_WHERE,
            "with x as (select 1) update t set a = '';",
            "insert into t (id) values (1) on conflict (id) do update set a = 'x';"
                + "select id from t for update;"),
        example(
            Rule.UPDATE_WITHOUT_WHERE,
            "update t set a = '-- where';",
            "create function f() returns void language sql begin atomic update t set a = ''; end;"),
        example(
            Rule.ENUM_VALUE_USED,
            "alter type mood add value if not exists 'glad'; insert into v values ('glad');",
            ALONE + "alter type mood add value 'glad'; insert into v values ('glad');"),
        example(
            Rule.ENUM_VALUE_USED,
            "alter type mood add value 'glad'; do $$ begin perform 'glad'::mood; end $$;",
            "alter type mood add value 'glad'; alter type mood add value 'ok' after 'glad';"),
        example(
            Rule.ENUM_VALUE_USED,
            "alter type mood add value 'glad'; alter table t add m mood default 'glad';",
            "create type m as enum (); alter type m add value 'glad'; select 'glad'::m;"),
        example(
            Rule.RENAME_ENUM_VALUE,
            "alter type mood rename value 'sad' to 'blue';",
            "alter type mood owner to ann;"));
  }
}
