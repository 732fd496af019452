package tally.migrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.revision.SqlTexts;

/**
 * What is true of every script. A build tries the same ones each time: {@code mvn test -Dseed=…}
 * tries others, and repeats the one that a failure names.
 */
class SplitterPropertyTest {
  private static final int SCRIPTS = 3000;
  private static final List<String> SCRAPS =
      List.of(
          "'",
          "e'",
          "U&'",
          "\"",
          "$$",
          "$a$",
          "$",
          "1e",
          "--",
          "/*",
          "*/",
          "-",
          "(",
          ")",
          ";",
          ";",
          "\n",
          " ",
          "a",
          "é",
          "😀",
          "select 1",
          "create function f()",
          " begin atomic ",
          " end ",
          " case ",
          "\\",
          "copy t from stdin;\n",
          "\n\\.",
          "\r",
          "-- migrate: ",
          "ignore a b",
          "\0");

  @Test
  void aScriptComesApartIntoTheStatementsItWasMadeOf() {
    repeat(
        random -> {
          var script = new MadeUp(random);
          var found = new ArrayList<String>();
          for (SqlStatement s : SqlTexts.statements(script.text.toString())) {
            found.add(
                shown(s.text(), s.line(), s.column(), s.copyData() == null ? "" : s.copyData()));
          }
          assertEquals(script.expected, found);
        });
  }

  @Test
  void anyTextIsEitherReadOrRefused() {
    repeat(
        random -> {
          var text = new StringBuilder();
          for (int i = random.nextInt(20); i > 0; i--) {
            text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
          }
          String[] lines = text.toString().replace("\r\n", "\n").split("\n", -1);
          try {
            for (SqlStatement s : SqlTexts.statements(text.toString())) {
              String line = lines[s.line() - 1];
              int column = line.offsetByCodePoints(0, s.column() - 1);
              assertTrue(line.startsWith(s.text().split("\n", -1)[0], column), text.toString());
            }
          } catch (InvalidFilesException e) {
            for (Fault fault : e.faults()) {
              assertTrue(fault.line() >= 1 && fault.line() <= lines.length, text.toString());
            }
          }
        });
  }

  private static void repeat(Consumer<SplittableRandom> property) {
    long first = Long.getLong("seed", 1);
    for (long seed = first; seed < first + SCRIPTS; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dseed=" + seed, e);
      }
    }
  }

  private static String shown(String text, int line, int column, String rows) {
    return line + ":" + column + ": " + text + "\n" + rows;
  }

  /** A random script, and what is to be found in it. */
  private static final class MadeUp {
    private final StringBuilder text = new StringBuilder();
    private final List<String> expected = new ArrayList<>();

    MadeUp(SplittableRandom random) {
      var grammar = new SqlGrammar(random);
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        text.append(random.nextInt(4) == 0 ? ";" : "").append(grammar.gap());
        if (random.nextInt(6) == 0) {
          String rows = grammar.rows();
          add(grammar.copy(), rows);
          text.append(random.nextBoolean() ? ";\n" : " ; -- rows\n").append(rows).append("\\.\n");
        } else {
          add(grammar.statement(), "");
          text.append(i == 1 && random.nextBoolean() ? "" : ";");
        }
      }
      text.append(grammar.gap());
    }

    private void add(String statement, String rows) {
      String before = text.toString().replace("\r\n", "\n");
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      String last = before.substring(before.lastIndexOf('\n') + 1);
      int column = 1 + last.codePointCount(0, last.length());
      expected.add(shown(statement.replace("\r\n", "\n"), line, column, rows));
      text.append(statement);
    }
  }
}
