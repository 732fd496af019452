package tally.migrate.revision;

import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.script.Fault;
import tally.migrate.script.FileName;

/**
 * Checks that the files make one history: in pairs, numbered from 1 (or 0) without a gap, no number
 * and no id twice, and the numbers filled up with zeros to the width of the first, so that a
 * listing shows them in their order (after 999 comes 1000).
 */
final class Numbering {
  private final List<Pair> pairs;
  private final List<Fault> faults;

  /**
   * @param pairs in the order of their numbers
   * @param faults to which what is wrong is added
   */
  Numbering(List<Pair> pairs, List<Fault> faults) {
    this.pairs = pairs;
    this.faults = faults;
  }

  void check() {
    var ids = new HashMap<String, Pair>(2 * pairs.size());
    Pair before = null;
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      Pair after = i + 1 < pairs.size() ? pairs.get(i + 1) : null;
      if (before != null && before.number() == pair.number()) {
        duplicate(before, pair);
      } else {
        number(before, pair);
        width(pair);
        Pair other = ids.putIfAbsent(pair.id(), pair);
        if (other != null) {
          fault(pair, "its id " + pair.id() + " is that of " + other.file() + " already");
        }
      }
      if (!isHalf(before, pair) && !isHalf(after, pair)) {
        partner(pair);
      }
      before = pair;
    }
  }

  private void duplicate(Pair before, Pair pair) {
    fault(
        pair,
        isHalf(before, pair)
            ? "has the number of " + before.file() + ", but another name: give both the same"
            : "has the number of " + before.file() + " already: give it the next free one");
  }

  private void number(@Nullable Pair before, Pair pair) {
    int expected = before == null ? Math.min(pair.number(), 1) : before.number() + 1;
    if (pair.number() != expected) {
      fault(pair, "number " + expected + " is missing before it: numbers have no gaps");
    }
  }

  private void width(Pair pair) {
    String digits = Integer.toString(pair.number());
    int zeros = pairs.get(0).digits().length() - digits.length();
    String expected = zeros > 0 ? "0".repeat(zeros).concat(digits) : digits;
    if (!pair.digits().equals(expected)) {
      String first = pairs.get(0).digits();
      fault(pair, "its number must be written " + expected + ", as wide as the first, " + first);
    }
  }

  private void partner(Pair pair) {
    String missing = pair.missing();
    if (missing != null) {
      fault(
          pair,
          missing.endsWith(FileName.UP)
              ? "its partner " + missing + " is missing"
              : "its partner "
                  + missing
                  + " is missing: write the way back, or '-- migrate: irreversible REASON'");
    }
  }

  private static boolean isHalf(@Nullable Pair neighbour, Pair pair) {
    return neighbour != null && pair.completes(neighbour);
  }

  private void fault(Pair pair, String message) {
    faults.add(new Fault(pair.file(), 1, message));
  }
}
