package tally.migrate.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it was.
 *
 * @param object its kind and name: {@code index public.ix_tasks_owner_id}
 * @param property what of it, null for the object as a whole
 * @param before null where it was not there
 * @param after null where it is not there any more
 */
public record Difference(
    String object, @Nullable String property, @Nullable String before, @Nullable String after) {
  private static final Set<String> ADJECTIVES = Set.of("not null", "unlogged", "invalid");

  /** A sentence without its full stop: {@code column public.tasks.note was added}. */
  public String message() {
    if (property == null) {
      return object + (before == null ? " was added" : " was dropped");
    }
    if (ADJECTIVES.contains(property)) {
      return object + (after == null ? " is no longer " : " is now ") + property;
    }
    String subject = property + " of " + object;
    if (isLong(before) || isLong(after)) {
      return subject + (after == null ? " is gone" : " was changed");
    }
    if (after == null) {
      return subject + " is gone, was " + before;
    }
    return subject + " is now " + after + ", was " + (before == null ? "none" : before);
  }

  private static boolean isLong(@Nullable String value) {
    return value != null && value.indexOf('\n') >= 0;
  }
}
