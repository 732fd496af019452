package tally.tasks;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import tally.http.IdempotencyKey;
import tally.http.IfMatch;
import tally.http.Position;

/** Tasks in SQL. The owner is in every {@code where}: another user's task is not there. */
public interface TaskDao {
  /** Goes on for the one row of {@code go}, or does nothing where there is none. */
  String INSERT =
      """
      effect as (
        insert into tasks (id, owner_id, title, description, created_at, updated_at)
        select new.id, :userId, new.title, new.description, new.created_at, new.created_at
        from (
          select id, title, description, clock.now + (n - 1) * interval '1 microsecond' as created_at
          from (select clock_timestamp() as now from go) as clock,
            unnest(:ids, :titles, :descriptions)
              with ordinality as sent (id, title, description, n)
        ) as new
        returning id, owner_id, title, description, is_completed,
          created_at, updated_at, completed_at
      )
      """;

  /**
   * The tasks as they are stored, in their order: all of them or, on an exception, none.
   *
   * @param key null where the request may have its effect again
   */
  default List<Task> insert(UUID ownerId, List<NewTask> tasks, @Nullable IdempotencyKey key) {
    var ids = tasks.stream().map(NewTask::id).toArray(UUID[]::new);
    var titles = tasks.stream().map(NewTask::title).toArray(String[]::new);
    var descriptions = tasks.stream().map(NewTask::description).toArray(String[]::new);
    if (key == null) {
      return insert(ownerId, ids, titles, descriptions);
    }
    var made = key.once(() -> insertOnce(ownerId, ids, titles, descriptions, key)).orElseThrow();
    return IntStream.range(0, tasks.size())
        .mapToObj(n -> tasks.get(n).stored(made.ids().get(n), ownerId, made.createdAt(n)))
        .toList();
  }

  @SqlQuery(
      "with go as (select),"
          + INSERT
          + """
          select id, owner_id, title, description, is_completed,
            created_at, updated_at, completed_at
          from effect
          order by created_at
          """)
  List<Task> insert(UUID userId, UUID[] ids, String[] titles, @Nullable String[] descriptions);

  @SqlQuery(IdempotencyKey.BEFORE + INSERT + IdempotencyKey.AFTER)
  IdempotencyKey.Outcome insertOnce(
      UUID userId,
      UUID[] ids,
      String[] titles,
      @Nullable String[] descriptions,
      @BindMethods IdempotencyKey idempotencyKey);

  @SqlQuery(
      """
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      from tasks
      where owner_id = :ownerId and id = :id
      """)
  Optional<Task> find(UUID ownerId, UUID id);

  /**
   * A user's tasks, the newest first.
   *
   * @param isCompleted null for both
   * @param after the one to go on after, null for the first ones
   */
  default List<Task> newest(
      UUID ownerId, @Nullable Boolean isCompleted, @Nullable Task after, int limit) {
    return page(
        ownerId,
        new TaskFilter(isCompleted, null),
        TaskOrder.NEWEST,
        after == null ? null : TaskOrder.NEWEST.position(after),
        limit);
  }

  /** One page of a user's tasks, from the row after {@code after} on. */
  default List<Task> page(
      UUID ownerId, TaskFilter filter, TaskOrder order, @Nullable Position after, int limit) {
    return page(
        ownerId,
        filter.isCompleted(),
        order.key(after),
        Position.idOf(after),
        limit,
        filter.completion(),
        order.start(after),
        order.by);
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      from tasks
      where owner_id = :ownerId <completion> <start>
      order by <order>
      limit :limit
      """)
  List<Task> page(
      UUID ownerId,
      @Nullable Boolean isCompleted,
      @Nullable String key,
      @Nullable UUID id,
      int limit,
      @Define String completion,
      @Define String start,
      @Define String order);

  /** The changed task, empty where there is none of the user's in a state that the client named. */
  default Optional<Task> update(UUID ownerId, UUID id, TaskPatch patch, IfMatch ifMatch) {
    return update(
        ownerId,
        id,
        patch.title().value(),
        patch.description().isGiven(),
        patch.description().value(),
        patch.isCompleted().value(),
        ifMatch.versions());
  }

  /**
   * The time is taken after the row is locked, and compared with the row's own: whoever waited for
   * the lock comes later, and finds no row if it wanted to change an older state.
   */
  @SqlQuery(
      """
      update tasks
      set title = coalesce(:title, title),
        description = case when :describes then :description else description end,
        is_completed = coalesce(:isCompleted, is_completed),
        (updated_at, completed_at) = (
          select clock.now,
            case when coalesce(:isCompleted, is_completed) then coalesce(completed_at, clock.now) end
          from (
            select greatest(clock_timestamp(), updated_at + interval '1 microsecond') as now
          ) as clock
        )
      where owner_id = :ownerId and id = :id
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      returning id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      """)
  Optional<Task> update(
      UUID ownerId,
      UUID id,
      @Nullable String title,
      boolean describes,
      @Nullable String description,
      @Nullable Boolean isCompleted,
      @Nullable String versions);

  @SqlUpdate(
      """
      delete from tasks
      where owner_id = :ownerId and id = :id
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      """)
  boolean delete(UUID ownerId, UUID id, @Nullable String versions);
}
