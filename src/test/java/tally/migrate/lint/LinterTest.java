package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tally.migrate.lint.Lint.findings;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.revision.Revisions;
import tally.migrate.revision.SqlFiles;
import tally.migrate.revision.SqlTexts;

/** Findings over statements and files. */
class LinterTest {
  @Test
  void aStatementCanHaveSeveralFindingsEachOnItsLine() {
    assertEquals(
        List.of(
            "002_b.up.sql:4 drop-column t.a",
            "002_b.up.sql:5 set-not-null t.b",
            "002_b.up.sql:7 check-without-not-valid t.k"),
        findings(
            """

            -- A comment; with a semicolon.
            alter table t
              drop column a,
              alter b set not null,
              /* not
              here */ add constraint k check (id > 0);
            """));
  }

  @Test
  void whatAnEarlierFileMadeIsInUse() {
    var files =
        new SqlTexts()
            .file("001_a.up.sql", "create table v (a text); create index i on v (a);")
            .file("001_a.down.sql", "drop table v;")
            .file("002_b.up.sql", "drop index i;")
            .file("002_b.down.sql", "create index i on v (a);");
    assertEquals(
        List.of(
            "002_b.up.sql:1 drop-index-not-concurrent i on v",
            "002_b.down.sql:1 index-not-concurrent i on v"),
        findings(files));
  }

  @Test
  void aTableOfAnotherSchemaIsAnotherTable() {
    assertEquals(
        List.of("002_b.up.sql:1 index-not-concurrent y.v"),
        findings("create table x.v (a text); create index on y.v (a); create index on x.v (a);"));
  }

  @Test
  void theProjectsOwnFilesHaveNoFindings() {
    Revisions own = Revisions.read(SqlFiles.in(new File("sql")));
    assertTrue(own.list().size() >= 9);
    assertEquals(List.of(), Linter.lint(own.list(), Catalog.none()).findings());
  }
}
