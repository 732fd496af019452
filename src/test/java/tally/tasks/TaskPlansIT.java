package tally.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tally.QueryPlans;
import tally.TestApp;
import tally.db.SearchText;

/** Every list of tasks is read from an index, in its order, from where the last page ended. */
class TaskPlansIT {
  private static final UUID OWNER = UUID.fromString("00000000-0000-7000-8000-000000000007");

  @Test
  void everyListWalksAnIndexFromWhereTheLastPageEnded() {
    try (var server = TestApp.start()) {
      server.execute(
          """
          insert into users (id, email, hashed_password, created_at, updated_at)
          select cast('00000000-0000-7000-8000-' || lpad(cast(n as text), 12, '0') as uuid),
            n || '@example.com', '-', now(), now()
          from generate_series(0, 100) as n;
          insert into tasks
            (id, owner_id, title, is_completed, completed_at, created_at, updated_at)
          select gen_random_uuid(), users.id, 'task ' || n, n % 3 = 0,
            case when n % 3 = 0 then now() end,
            now() - n * interval '1 minute', now() - n * interval '1 second'
          from generate_series(30000, 1, -1) as n
            join users on users.email = case when n % 5 = 0 then 7 else n % 101 end || '@example.com';
          analyze
          """);
      var plans = new QueryPlans(server.databaseUrl(), Task.class);
      for (var order : TaskOrder.values()) {
        for (@Nullable Boolean isCompleted : new Boolean[] {null, true, false}) {
          var filter = new TaskFilter(isCompleted, null);
          plans.expectIndexWalk(TaskDao.class, tasks -> tasks.page(OWNER, filter, order, null, 21));
          for (int n : new int[] {200, 15_000, 29_800}) {
            var position = order.position(task(n));
            plans.expectIndexWalk(
                TaskDao.class, tasks -> tasks.page(OWNER, filter, order, position, 21));
          }
        }
      }
      for (var order : TaskOrder.values()) {
        for (@Nullable Boolean isCompleted : new Boolean[] {null, true}) {
          var rare = new TaskFilter(isCompleted, new SearchText("task 15000"));
          plans.expectSearch(
              TaskDao.class,
              "ix_tasks_owner_id_title_description_search",
              tasks -> tasks.page(OWNER, rare, order, null, 21));
          // What most rows have is found by walking the list.
          for (var text : List.of("task", "1", "k ")) {
            var common = new TaskFilter(isCompleted, new SearchText(text));
            plans.expectOwnerIndex(
                TaskDao.class,
                "owner_id = '" + OWNER,
                tasks -> tasks.page(OWNER, common, order, null, 21));
          }
        }
      }
    }
  }

  /** One of those above. */
  private static Task task(int n) {
    var created = Instant.now().minus(Duration.ofMinutes(n));
    var updated = Instant.now().minus(Duration.ofSeconds(n));
    return new Task(OWNER, OWNER, "task " + n, null, false, created, updated, null);
  }
}
