package tally.migrate.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

class StatementFailureTest {
  private static StatementFailure failure(String text, int line, int column, int position) {
    var message =
        new ServerErrorMessage("SERROR\0C42P01\0Mno such thing\0Hlook\0P" + position + "\0\0");
    Script script =
        new Script("002_b.up.sql", "sql/002_b.up.sql", "", true, null, List.of(), List.of());
    return new StatementFailure(
        script, new SqlStatement(text, line, column, null, List.of()), new PSQLException(message));
  }

  @Test
  void thePositionCountsCharactersFromTheStatementsPlaceInItsFile() {
    assertEquals("002_b.up.sql:7:5", failure("select x", 7, 5, 1).place());
    assertEquals("002_b.up.sql:7:12", failure("select x", 7, 5, 8).place());
    assertEquals("002_b.up.sql:9:2", failure("select\n\n x", 7, 5, 10).place());
    assertEquals("002_b.up.sql:7:7", failure("'😀'x", 7, 4, 4).place());
    assertEquals("002_b.up.sql:8:1", failure("'😀\nx", 7, 3, 4).place());
    assertEquals("002_b.up.sql:7:5", failure("select x", 7, 5, 0).place());
  }

  @Test
  void theLinesAroundAreShownWithAMark() {
    String report = failure("select 1,\n2,\n3,\n4,\n5,\n x,\n7", 7, 1, 24).report();

    assertEquals(
        """
        002_b.up.sql:12:2: ERROR 42P01 no such thing
           9 | 3,
          10 | 4,
          11 | 5,
          12 |  x,
             |  ^
          13 | 7
          hint: look""",
        report);
  }

  @Test
  void aLongLineIsCut() {
    String report = failure("x".repeat(500), 1, 1, 400).report();

    assertEquals(
        "002_b.up.sql:1:400: ERROR 42P01 no such thing\n  1 | "
            + "x".repeat(160)
            + " …\n  hint: look",
        report);
  }
}
