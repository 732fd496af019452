package tally.tasks;

import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.db.SearchText;
import tally.http.Effort;
import tally.http.Found;
import tally.http.Position;

/**
 * Tasks that have a text, in the order of their list.
 *
 * <p>What many tasks have is soon found by looking at the next ones in the list. What few have is
 * found by the index, all of it. What the index would find in too many, or not at all, is looked
 * for in one part of the list after the other, as long as there is effort left.
 */
public final class TaskSearch {
  /** So many tasks one statement looks at. */
  private static final int STEP = 1000;

  /** Of 200 tasks, those that may have what an index is asked for. */
  private static final int RARE = 10;

  private final TaskSearchDao tasks;

  public TaskSearch(TaskSearchDao tasks) {
    this.tasks = tasks;
  }

  /** One page, or less where the effort is spent, from the row after {@code after} on. */
  Found<Task> page(
      UUID ownerId,
      TaskFilter filter,
      SearchText text,
      TaskOrder order,
      @Nullable Position after,
      int limit,
      Effort effort) {
    var found = new ArrayList<Task>();
    boolean isFirst = true;
    var from = after;
    do {
      var seen =
          tasks.next(
              ownerId,
              filter.isCompleted(),
              text.pattern(),
              order.key(from),
              Position.idOf(from),
              STEP,
              limit - found.size(),
              filter.completion(),
              order.start(from),
              order.by,
              TaskFilter.match(text));
      seen.stream().filter(TaskSearchDao.Seen::isFound).forEach(one -> found.add(one.task()));
      var last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
      if (found.size() == limit || last == null || !last.isEnd()) {
        return Found.all(found);
      }
      from = order.position(last.task());
      if (isFirst && text.isIndexed() && tasks.rarest(ownerId, text.runs()) <= RARE) {
        found.addAll(
            tasks.all(
                ownerId,
                filter.isCompleted(),
                text.pattern(),
                order.key(from),
                Position.idOf(from),
                limit - found.size(),
                filter.completion(),
                order.start(from),
                order.by,
                TaskFilter.match(text)));
        return Found.all(found);
      }
      isFirst = false;
    } while (effort.isLeft());
    return new Found<>(found, from);
  }
}
