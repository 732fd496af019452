package tally.migrate.lint;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tally.migrate.script.Ignore;
import tally.migrate.script.SqlStatement;

/** What may be found in a statement, because its author says so. */
final class Accepted {
  private final List<Ignore> ignores;
  private final Set<Rule> found = EnumSet.noneOf(Rule.class);

  Accepted(SqlStatement statement) {
    ignores = statement.ignores();
  }

  /** Whether a finding of this rule is accepted. */
  boolean covers(Rule rule) {
    found.add(rule);
    return ignores.stream().anyMatch(ignore -> Rule.of(ignore.rule()) == rule);
  }

  /** Those that accepted nothing. */
  List<Ignore> unused() {
    var unused = new ArrayList<Ignore>();
    for (Ignore ignore : ignores) {
      Rule rule = Rule.of(ignore.rule());
      if (rule == null || !found.contains(rule)) {
        unused.add(ignore);
      }
    }
    return unused;
  }
}
