package tally.tasks;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tally.http.Position;
import tally.http.Query;

/**
 * The orders of the list of tasks. For each there is an index that begins with the owner.
 *
 * <p>The planner knows how often a time occurs, but not to whom. Where the nulls would stand keeps
 * it off the indexes on a time alone, and {@code (select …)} keeps the time from it, or it would
 * now and then read and sort all the rest of a list for one page.
 */
enum TaskOrder {
  NEWEST(
      "-created_at",
      "created_at desc nulls last, id desc nulls last",
      "(created_at, id) < ((select cast(:key as timestamptz)), :id)"),
  OLDEST(
      "created_at",
      "created_at nulls first, id nulls first",
      "(created_at, id) > ((select cast(:key as timestamptz)), :id)"),
  CHANGED(
      "-updated_at",
      "updated_at desc nulls last, id desc nulls last",
      "(updated_at, id) < ((select cast(:key as timestamptz)), :id)"),
  /** By code point: the same on every server, whatever its locale. */
  TITLE("title", "title collate \"C\", id", "(title collate \"C\", id) > ((select :key), :id)");

  /** The value of the query parameter {@code sort}. */
  private final String sort;

  /** What stands in {@code order by}. */
  final String by;

  /** The condition that goes on after the row at {@code :key} and {@code :id}. */
  private final String after;

  TaskOrder(String sort, String by, String after) {
    this.sort = sort;
    this.by = by;
    this.after = after;
  }

  /** The order that the query asks for with {@code sort}. */
  static TaskOrder of(Query query) {
    var others = Stream.of(OLDEST, CHANGED, TITLE).map(order -> order.sort).toArray(String[]::new);
    var sort = query.word("sort", NEWEST.sort, others);
    return Stream.of(values()).filter(order -> order.sort.equals(sort)).findFirst().orElseThrow();
  }

  /** Where a page ends whose last row is this task. */
  Position position(Task task) {
    return switch (this) {
      case NEWEST, OLDEST -> Position.at(task.createdAt(), task.id());
      case CHANGED -> Position.at(task.updatedAt(), task.id());
      case TITLE -> new Position(task.title(), task.id());
    };
  }

  /** What {@code :key} is bound to, to go on after a position. */
  @Nullable String key(@Nullable Position position) {
    if (position == null) {
      return null;
    }
    return this == TITLE ? position.key() : position.time().toString();
  }

  /** The condition that goes on after a position, after an {@code and}. */
  String start(@Nullable Position position) {
    return position == null ? "" : "and " + after;
  }
}
