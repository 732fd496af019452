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
import tally.db.Bound;
import tally.http.IdempotencyKey;
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
        order.by,
        Bound.of(limit));
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      from (
        select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
        from tasks
        where owner_id = :ownerId <completion> <start>
        order by <order>
        limit <bound>
      ) as next
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
      @Define String order,
      @Define String bound);

  /** The changed tasks: those that are the user's, in a state that the client named. */
  default List<Task> update(UUID ownerId, List<TaskUpdate> updates) {
    return update(
        ownerId,
        updates.stream().map(TaskUpdate::id).toArray(UUID[]::new),
        updates.stream().map(update -> update.patch().title().value()).toArray(String[]::new),
        updates.stream()
            .map(update -> update.patch().description().isGiven())
            .toArray(Boolean[]::new),
        updates.stream().map(update -> update.patch().description().value()).toArray(String[]::new),
        updates.stream()
            .map(update -> update.patch().isCompleted().value())
            .toArray(Boolean[]::new),
        updates.stream().map(update -> update.ifMatch().versions()).toArray(String[]::new));
  }

  /**
   * The time is taken after the row is locked, and compared with the row's own: whoever waited for
   * the lock comes later, and finds no row if it wanted to change an older state.
   *
   * <p>How many they are is kept from the planner, who would plan anew for one.
   */
  @SqlQuery(
      """
      update tasks
      set title = coalesce(new.title, tasks.title),
        description = case when new.describes then new.description else tasks.description end,
        is_completed = coalesce(new.is_completed, tasks.is_completed),
        (updated_at, completed_at) = (
          select clock.now,
            case
              when coalesce(new.is_completed, tasks.is_completed)
              then coalesce(tasks.completed_at, clock.now)
            end
          from (
            select greatest(clock_timestamp(), tasks.updated_at + interval '1 microsecond') as now
          ) as clock
        )
      from unnest((select :ids), :titles, :describes, :descriptions, :areCompleted, :versions)
        as new (id, title, describes, description, is_completed, versions)
      where tasks.owner_id = :ownerId and tasks.id = new.id
        and (new.versions is null or tasks.updated_at = any(cast(new.versions as timestamptz[])))
      returning tasks.id, tasks.owner_id, tasks.title, tasks.description, tasks.is_completed,
        tasks.created_at, tasks.updated_at, tasks.completed_at
      """)
  List<Task> update(
      UUID ownerId,
      UUID[] ids,
      @Nullable String[] titles,
      Boolean[] describes,
      @Nullable String[] descriptions,
      @Nullable Boolean[] areCompleted,
      @Nullable String[] versions);

  @SqlUpdate(
      """
      delete from tasks
      where owner_id = :ownerId and id = :id
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      """)
  boolean delete(UUID ownerId, UUID id, @Nullable String versions);
}
