package tally.tasks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import tally.db.PlannedAnew;

/** Where in tasks a text stands, in SQL. The owner is in every {@code where}. */
public interface TaskSearchDao {
  /**
   * Those among the next ones in the list that have it, and the last one of a whole step, with it
   * or not: where it ended is asked together with what is in it, or a row that comes or goes in
   * between would move the end, and another one would be passed over.
   */
  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at,
        is_found, is_end
      from (
        select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at,
          coalesce(<match>, false) as is_found,
          row_number() over (order by <order>) = :step as is_end
        from (
          select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
          from tasks
          where owner_id = :ownerId <completion> <start>
          order by <order>
          limit :step
        ) as next
      ) as seen
      where is_found or is_end
      order by <order>
      limit :limit
      """)
  List<Seen> next(
      UUID ownerId,
      @Nullable Boolean isCompleted,
      String pattern,
      @Nullable String key,
      @Nullable UUID id,
      int step,
      int limit,
      @Define String completion,
      @Define String start,
      @Define String order,
      @Define String match);

  /**
   * How many of 200 tasks from all of a user's time have what the fewest of them have; 200 where
   * nothing is asked for. An index reads at least as much as has this. A prime number of times, as
   * texts count days, and tens.
   */
  @SqlQuery(
      """
      with sample as materialized (
        select title, description
        from (
          select (
              select created_at from tasks where owner_id = :ownerId
              order by created_at nulls first, id nulls first limit 1
            ) as first,
            (
              select created_at from tasks where owner_id = :ownerId
              order by created_at desc nulls last, id desc nulls last limit 1
            ) as last
          ) as span
          cross join generate_series(1, 97) as part
          cross join lateral (
            select title, description
            from tasks
            where owner_id = :ownerId and created_at <= first + (last - first) / 97 * part
            order by created_at desc nulls last, id desc nulls last
            limit 2
          ) as few
      )
      select coalesce(min(number), 200)
      from unnest(cast(:runs as text[])) as run
        cross join lateral (
          select count(*) as number from sample where title ilike run or description ilike run
        ) as counted
      """)
  int rarest(UUID ownerId, String[] runs);

  /**
   * All of them by the index, and then sorted. The planner, who knows how many rows have a text but
   * not whose they are, would now and then rather walk all of the list.
   */
  @AllowUnusedBindings
  @PlannedAnew
  @SqlQuery(
      """
      with found as materialized (
        select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
        from tasks
        where owner_id = :ownerId <completion> <start> and <match>
      )
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      from found
      order by <order>
      limit :limit
      """)
  List<Task> all(
      UUID ownerId,
      @Nullable Boolean isCompleted,
      String pattern,
      @Nullable String key,
      @Nullable UUID id,
      int limit,
      @Define String completion,
      @Define String start,
      @Define String order,
      @Define String match);

  /**
   * A task that was looked at.
   *
   * @param isFound whether it has the text
   * @param isEnd whether it is the last one of a whole step
   */
  record Seen(
      UUID id,
      UUID ownerId,
      String title,
      @Nullable String description,
      boolean isCompleted,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant completedAt,
      boolean isFound,
      boolean isEnd) {
    Task task() {
      return new Task(
          id, ownerId, title, description, isCompleted, createdAt, updatedAt, completedAt);
    }
  }
}
