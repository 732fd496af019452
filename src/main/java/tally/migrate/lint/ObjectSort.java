package tally.migrate.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sorts of things, beside tables and indexes, that a way back has to drop. */
final class ObjectSort {
  private static final Set<String> OTHERS =
      Set.of("sequence", "schema", "trigger", "statistics", "policy");

  private static final Set<String> USED_BY_NAME =
      Set.of("view", "type", "function", "sequence", "schema");

  private ObjectSort() {}

  /** Whether programs name such things in their statements. */
  static boolean isUsedByName(@Nullable String sort) {
    return sort != null && USED_BY_NAME.contains(sort);
  }

  /** The sort that comes next, one word for those that share their names; null for others. */
  static @Nullable String read(Tokens tokens) {
    if (tokens.skip("materialized", "view") || tokens.skip("view")) {
      return "view";
    }
    if (tokens.skip("type") || tokens.skip("domain")) {
      return "type";
    }
    if (tokens.skip("function") || tokens.skip("procedure") || tokens.skip("routine")) {
      return "function";
    }
    for (String sort : OTHERS) {
      if (tokens.skip(sort)) {
        return sort;
      }
    }
    return null;
  }
}
