package tally.migrate.script;

/**
 * Follows {@code BEGIN ATOMIC … END} through a CREATE FUNCTION or CREATE PROCEDURE, whose body has
 * semicolons of its own. {@code CASE} ends with {@code END} too.
 */
final class RoutineBody {
  private final Words words;
  private final char[] text;
  private int depth;

  RoutineBody(Words words, char[] text) {
    this.words = words;
    this.text = text;
  }

  void clear() {
    depth = 0;
  }

  boolean isOpen() {
    return depth > 0;
  }

  /** Whether a word can be of interest: nearly none is, and is passed over without a call. */
  boolean mayChange(int from, int to) {
    return depth > 0
        || (to - from == "ATOMIC".length() && (text[to - 1] == 'C' || text[to - 1] == 'c'));
  }

  /** Takes the last of the words into account, which stands outside of parentheses. */
  void word() {
    int last = words.size() - 1;
    if (words.is(last, "ATOMIC")) {
      if (words.is(last - 1, "BEGIN") && isRoutine()) {
        depth++;
      }
    } else if (depth > 0 && words.is(last, "CASE")) {
      depth += isName(last) ? 0 : 1;
    } else if (depth > 0 && words.is(last, "END")) {
      depth -= isName(last) ? 0 : 1;
    }
  }

  private boolean isRoutine() {
    int kind = words.begin("CREATE", "OR", "REPLACE") ? 3 : 1;
    return words.is(0, "CREATE") && (words.is(kind, "FUNCTION") || words.is(kind, "PROCEDURE"));
  }

  /** Reserved words are names after a dot and after AS: {@code select t.end as case}. */
  private boolean isName(int index) {
    int start = words.start(index);
    return text[start - 1] == '.' || words.is(index - 1, "AS");
  }
}
