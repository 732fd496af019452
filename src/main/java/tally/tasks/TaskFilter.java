package tally.tasks;

import org.jspecify.annotations.Nullable;
import tally.db.SearchText;
import tally.http.Query;

/**
 * Which tasks a list shows.
 *
 * @param isCompleted null for both
 * @param text what is in the title or the description, null for all
 */
record TaskFilter(@Nullable Boolean isCompleted, @Nullable SearchText text) {
  /** What the query asks for with {@code is_completed} and {@code q}. */
  static TaskFilter of(Query query) {
    return new TaskFilter(query.flag("is_completed"), query.search("q"));
  }

  /** The condition on completion, after an {@code and}. */
  String completion() {
    return isCompleted == null ? "" : "and is_completed = :isCompleted";
  }

  /** The condition that a task has a text. */
  static String match(SearchText text) {
    return "(" + text.in("title") + " or " + text.in("description") + ")";
  }
}
