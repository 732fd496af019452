package tally.migrate.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tally.migrate.lint.Lint.after;
import static tally.migrate.lint.Lint.lint;
import static tally.migrate.lint.Lint.rules;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.revision.SqlTexts;

/** Every rule by its examples. */
class ExamplesTest {
  static Stream<Example> examples() {
    return Stream.of(
            IndexExamples.all(),
            ColumnExamples.all(),
            TableExamples.all(),
            ConstraintExamples.all(),
            DataExamples.all(),
            TypeExamples.all())
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRuleFindsTheBadExampleAndNothingInTheGoodOne(Example example) {
    assertEquals(List.of(example.rule().id()), rules(example.bad()));
    assertEquals(List.of(), rules(example.good()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsCutShortIsReadAsFarAsItGoes(Example example) {
    for (String text : List.of(example.bad(), example.good())) {
      for (int end = 1; end < text.length(); end++) {
        lintIfReadable(text.substring(0, end));
        lintIfReadable(text.substring(end));
      }
    }
  }

  private static void lintIfReadable(String up) {
    SqlTexts files = after(up, "select undo();");
    try {
      files.read();
    } catch (InvalidFilesException e) {
      return;
    }
    lint(files).forEach(finding -> assertTrue(finding.line() >= 1, finding::toString));
  }

  @Test
  void everyRuleHasAnExample() {
    var shown = examples().map(Example::rule).collect(Collectors.toSet());
    shown.addAll(List.of(Rule.INCOMPLETE_DOWN, Rule.UNUSED_IGNORE, Rule.UNKNOWN_RULE));
    assertEquals(Arrays.stream(Rule.values()).collect(Collectors.toSet()), shown);
  }
}
