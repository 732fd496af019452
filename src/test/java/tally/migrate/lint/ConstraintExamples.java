package tally.migrate.lint;

import static tally.migrate.lint.Example.example;
import static tally.migrate.lint.Lint.ALONE;

import java.util.stream.Stream;

/** Constraints on tables that have rows. */
final class ConstraintExamples {
  private ConstraintExamples() {}

  static Stream<Example> all() {
    return Stream.of(
        example(
            Rule.CHECK_WITHOUT_NOT_VALID,
            "alter table t add check (id > 0);",
            "alter table t add check (id > 0) no inherit not valid;"),
        example(
            Rule.CHECK_WITHOUT_NOT_VALID,
            "alter table t add c text constraint k check (c <> '');",
            "create table v (c text check (c <> ''), check (c <> 'x')); alter table v add check (true);"),
        example(
            Rule.FOREIGN_KEY_WITHOUT_NOT_VALID,
            "alter table t add constraint k foreign key (id) references u;",
            "alter table t add constraint k foreign key (id) references u (id) on delete cascade"
                + " deferrable not valid;"),
        example(
            Rule.FOREIGN_KEY_WITHOUT_NOT_VALID,
            "alter table t add c bigint default 1 references u;",
            "alter table t add c bigint references u (id) on update cascade;"),
        example(
            Rule.VALIDATE_IN_SAME_TRANSACTION,
            "alter table t add constraint k check (id > 0) not valid;"
                + "alter table t validate constraint k;",
            ALONE
                + "alter table t add constraint k check (id > 0) not valid;"
                + "alter table t validate constraint k;"),
        example(
            Rule.VALIDATE_IN_SAME_TRANSACTION,
            ALONE
                + "alter table t add constraint k check (id > 0) not valid, validate constraint k;",
            "alter table t validate constraint old;"),
        example(
            Rule.UNIQUE_WITHOUT_INDEX,
            "alter table t add unique (a);",
            "alter table t add constraint k unique using index ix;"),
        example(
            Rule.UNIQUE_WITHOUT_INDEX,
            "alter table t add constraint k primary key (id);",
            "alter table t add constraint k primary key using index ix;"),
        example(
            Rule.UNIQUE_WITHOUT_INDEX,
            "alter table t add c text unique;",
            "create table v (c text unique);"),
        example(
            Rule.EXCLUSION_CONSTRAINT,
            "alter table t add exclude using gist (a with =);",
            "create table v (a int4range, exclude using gist (a with &&));"));
  }
}
