package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

/**
 * Whether a down drops what its up makes, and makes what it drops, as far as names tell. What only
 * a database can prove, {@code migrate verify} does.
 */
final class WayBack {
  private WayBack() {}

  /**
   * What is not undone, {@code table a, index b}; empty where all is, or a block of code may do it.
   */
  static String leftBehind(List<Change> up, List<Change> down, Script script) {
    if (up.isEmpty() || script.statements().stream().anyMatch(WayBack::isOpaque)) {
      return "";
    }
    var there = new Effects(up);
    var back = new Effects(down);
    var left = new ArrayList<String>();
    there.created().stream()
        .filter(change -> !back.removes(change))
        .forEach(change -> left.add(Effects.shown(change)));
    there.dropped().stream()
        .filter(change -> !back.creates(change))
        .forEach(change -> left.add(Effects.shown(change)));
    return String.join(", ", left);
  }

  /** {@code select 1} does nothing, {@code select drop_all()} may. */
  private static boolean isOpaque(SqlStatement statement) {
    Tokens tokens = Tokens.of(statement);
    boolean calls = tokens.rest().stream().anyMatch(token -> token.isSign('('));
    return tokens.atAny("do", "call") || (tokens.at("select") && calls);
  }
}
