package tally.migrate.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class IndexStatementTest {
  private static IndexStatement build(String name, String table) {
    return new IndexStatement(true, name, table);
  }

  @Test
  void theIndexAndItsTableAreRecognised() {
    assertEquals(build("ix_a", "T"), IndexStatement.of("create index concurrently IX_a on t (a)"));
    assertEquals(
        build("I \"x\"", "S.\"T\""),
        IndexStatement.of(
            "CREATE UNIQUE INDEX CONCURRENTLY if not exists \"I \"\"x\"\"\" ON only s.\"T\" using"
                + " btree (a)"));
    assertEquals(
        new IndexStatement(true, null, "T"),
        IndexStatement.of("create index concurrently on t(a)"));
    assertEquals(
        new IndexStatement(true, null, null), IndexStatement.of("reindex table concurrently t"));
    assertEquals(
        new IndexStatement(false, null, null),
        IndexStatement.of("drop index /* x */ concurrently i"));
    assertEquals(
        new IndexStatement(
            false, null, null, "alter table concurrently_t detach partition p finalize"),
        IndexStatement.of("alter table concurrently_t detach partition p Concurrently"));
  }

  @Test
  void everythingElseIsNone() {
    assertNull(IndexStatement.of("create index i on t (a)"));
    assertNull(IndexStatement.of("create table t (concurrently int)"));
    assertNull(IndexStatement.of("select 'create index concurrently i on t (a)'"));
    assertNull(IndexStatement.of("refresh materialized view concurrently m"));
  }
}
