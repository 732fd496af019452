package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import tally.migrate.revision.SqlTexts;

/** Files in memory, and what the linter finds in them. */
final class Lint {
  static final String ALONE = "-- migrate: no-transaction\n";

  /** Tables that are there, and in use, before the file that is looked at. */
  private static final String BEFORE =
      """
      create table t (id bigint primary key, a varchar(10), b text, n uuid);
      create table u (id bigint primary key, constraint uq_u unique (id));
      create index ix_t_a on t (a);
      create unique index uq_t_b on t (b);
      create type mood as enum ('sad');
      """;

  private Lint() {}

  /** The rules that find something in an up whose down may do anything. */
  static List<String> rules(String up) {
    return lint(after(up, "select undo();")).map(finding -> finding.rule().id()).toList();
  }

  static List<String> findings(String up) {
    return findings(after(up, "select undo();"));
  }

  static List<String> findings(SqlTexts files) {
    return lint(files)
        .map(f -> f.file() + ":" + f.line() + " " + f.rule().id() + " " + f.subject())
        .toList();
  }

  /** What is found in the down of an up that has no findings itself. */
  static List<String> down(String up, String down) {
    List<Finding> found = lint(after(up, down)).toList();
    assertTrue(found.stream().noneMatch(f -> f.file().equals("002_b.up.sql")), found::toString);
    return found.stream().map(f -> f.rule().id() + " " + f.subject()).toList();
  }

  static SqlTexts after(String up, String down) {
    return new SqlTexts()
        .file("001_a.up.sql", BEFORE)
        .file("001_a.down.sql", "drop type mood; drop table u; drop table t;")
        .file("002_b.up.sql", up)
        .file("002_b.down.sql", down);
  }

  static Stream<Finding> lint(SqlTexts files) {
    return Linter.lint(files.read().list(), Catalog.none()).findings().stream();
  }
}
