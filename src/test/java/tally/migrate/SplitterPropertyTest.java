package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is put together from statements comes apart into the same ones. */
class SplitterPropertyTest {
  private static final int SCRIPTS = 3000;

  @Test
  void aScriptComesApartIntoTheStatementsItWasMadeOf() {
    long seed = Long.getLong("seed", System.nanoTime());
    for (long i = seed; i < seed + SCRIPTS; i++) {
      var script = new Script(new SplittableRandom(i));
      String text = script.text.toString();
      String message = "-Dseed=" + i + "\n" + text;
      assertEquals(script.expected, read(text, message), message);
    }
  }

  private static List<String> read(String text, String message) {
    try {
      return SqlTexts.statements(text).stream()
          .map(s -> shown(s.text(), s.line(), s.column(), s.copyData() == null ? "" : s.copyData()))
          .toList();
    } catch (InvalidFilesException e) {
      throw new AssertionError(message, e);
    }
  }

  private static String shown(String text, int line, int column, String rows) {
    return line + ":" + column + ": " + text + "\n" + rows;
  }

  /** A random script, and what is to be found in it. */
  private static final class Script {
    private final StringBuilder text = new StringBuilder();
    private final List<String> expected = new ArrayList<>();

    Script(SplittableRandom random) {
      var grammar = new SqlGrammar(random);
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        text.append(random.nextInt(4) == 0 ? ";" : "").append(grammar.gap());
        if (random.nextInt(6) == 0) {
          String rows = grammar.rows();
          add(grammar.copy(), rows);
          text.append(grammar.gap().equals(" ") ? ";" : " ; -- rows").append('\n');
          text.append(rows).append("\\.\n");
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
