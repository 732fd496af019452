package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tally.migrate.lint.Lint.findings;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Findings that a file accepts. */
class AcceptedTest {
  @Test
  void anIgnoreAcceptsWhatItsRuleFindsInTheNextStatement() {
    assertEquals(
        List.of("002_b.up.sql:4 drop-column t.n"),
        findings(
            """
            -- migrate: ignore drop-column nobody reads them any more
            alter table t drop column a, drop column b;

            alter table t drop column n;
            """));
  }

  @Test
  void anIgnoreThatAcceptsNothingIsAFinding() {
    assertEquals(
        List.of(
            "002_b.up.sql:1 unused-ignore drop-table",
            "002_b.up.sql:2 unknown-rule no-drops",
            "002_b.up.sql:3 drop-column t.a"),
        findings(
            """
            -- migrate: ignore drop-table it is small
            -- migrate: ignore no-drops it is small
            alter table t drop column a;
            """));
  }
}
