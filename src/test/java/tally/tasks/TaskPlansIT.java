package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tally.Seed.OWNER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tally.QueryPlans;
import tally.Seed;
import tally.db.SearchText;
import tally.export.ExportDao;
import tally.http.Effort;
import tally.http.Found;
import tally.http.Position;

/** Every list of tasks is read from an index, in its order, from where the last page ended. */
class TaskPlansIT {
  private final QueryPlans plans =
      new QueryPlans(Seed.databaseUrl(), Task.class, TaskSearchDao.Seen.class);

  @Test
  void everyListWalksAnIndexFromWhereTheLastPageEnded() {
    for (var order : TaskOrder.values()) {
      for (@Nullable Boolean isCompleted : new Boolean[] {null, true, false}) {
        var filter = new TaskFilter(isCompleted, null);
        var name = "tasks by " + order + completion(isCompleted);
        plans.expectIndexWalk(
            name, TaskDao.class, tasks -> tasks.page(OWNER, filter, order, null, 21));
        for (int percent : new int[] {1, 50, 95}) {
          var position = order.position(task(Seed.ROWS / 100 * percent));
          plans.expectIndexWalk(
              name + ", page at " + percent + " %",
              TaskDao.class,
              tasks -> tasks.page(OWNER, filter, order, position, 21));
        }
      }
    }
    for (int percent : new int[] {0, 50, 95}) {
      var after = percent == 0 ? null : task(Seed.ROWS / 100 * percent);
      plans.expectIndex(
          "tasks of an export at " + percent + " %",
          ExportDao.class,
          export -> export.tasks(OWNER, after, 500));
    }
  }

  @Test
  void oneTaskIsFoundByAnIndex() {
    var first =
        plans.ask(TaskDao.class, tasks -> tasks.page(OWNER, all(), TaskOrder.NEWEST, null, 1));
    plans.expectIndex(
        "a task", TaskDao.class, tasks -> tasks.find(OWNER, first.get(0).id()).stream().toList());
  }

  @Test
  void aSearchLooksAtTheNextTasksAndThenAsksTheIndexForWhatIsRare() {
    for (var order : TaskOrder.values()) {
      for (@Nullable Boolean isCompleted : new Boolean[] {null, true}) {
        for (var text : List.of("kaan", "KA", "k", "1", "zq", "~", "...", "kaan.", "th")) {
          plans.expectNearSearch(
              name(text, order, isCompleted),
              TaskSearchDao.class,
              tasks -> search(tasks, text, order, isCompleted, null).rows());
        }
        for (var text :
            List.of("xyzzy", "morxow", "" + Seed.ROWS / 2, "kaan " + Seed.ROWS / 2, "the kaan")) {
          plans.expectSearch(
              name(text, order, isCompleted),
              "ix_tasks_owner_id_title_description_search",
              TaskSearchDao.class,
              tasks -> search(tasks, text, order, isCompleted, null).rows());
        }
      }
    }
  }

  @Test
  void whatASearchHasNotReachedTheNextPageFinds() {
    for (var order : List.of(TaskOrder.NEWEST, TaskOrder.TITLE)) {
      for (var text : List.of("12", "ka ka", "zq")) {
        var found = new ArrayList<Task>();
        @Nullable Position after = null;
        do {
          var from = after;
          var page =
              plans.ask(TaskSearchDao.class, tasks -> search(tasks, text, order, null, from));
          found.addAll(page.rows());
          after = page.rows().size() == 21 ? order.position(page.rows().get(20)) : page.next();
        } while (after != null);
        var expected =
            plans
                .ask(
                    TaskDao.class,
                    tasks -> tasks.page(OWNER, all(), order, null, Integer.MAX_VALUE))
                .stream()
                .filter(
                    task ->
                        (task.title() + "\n" + task.description())
                            .toLowerCase(Locale.ROOT)
                            .contains(text))
                .toList();
        assertEquals(expected, found, text);
      }
    }
  }

  /** One step of it. */
  private static Found<Task> search(
      TaskSearchDao tasks,
      String text,
      TaskOrder order,
      @Nullable Boolean isCompleted,
      @Nullable Position after) {
    return new TaskSearch(tasks)
        .page(
            OWNER,
            new TaskFilter(isCompleted, null),
            new SearchText(text),
            order,
            after,
            21,
            Effort.least());
  }

  private static TaskFilter all() {
    return new TaskFilter(null, null);
  }

  private static String name(String text, TaskOrder order, @Nullable Boolean isCompleted) {
    return "tasks with \"" + text + "\" by " + order + completion(isCompleted);
  }

  private static String completion(@Nullable Boolean isCompleted) {
    return isCompleted == null ? "" : isCompleted ? ", completed" : ", open";
  }

  /** One of about that place in the orders by a time. */
  private static Task task(int minutes) {
    var time = Seed.NOW.minus(Duration.ofMinutes(minutes));
    var title = "L" + minutes;
    return new Task(new UUID(0, 0), OWNER, title, null, false, time, time, null);
  }
}
