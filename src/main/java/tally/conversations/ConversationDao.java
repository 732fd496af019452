package tally.conversations;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import tally.db.Bound;
import tally.http.IdempotencyKey;
import tally.http.Position;

/**
 * Conversations in SQL. The owner is in every {@code where}: another user's conversation is not
 * there, and neither is one in the trash, except where a method says so.
 *
 * <p>Every change takes its time after the row is locked, and later than the row's own.
 */
public interface ConversationDao {
  /** Goes on for the one row of {@code go}, or does nothing where there is none. */
  String INSERT =
      """
      effect as (
        insert into conversations (id, user_id, title, created_at, updated_at)
        select :id, :userId, :title, clock.now, clock.now
        from (select clock_timestamp() as now from go) as clock
        returning id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      )
      """;

  /**
   * An empty conversation.
   *
   * @param key null where the request may have its effect again
   */
  default Conversation insert(
      UUID id, UUID userId, @Nullable String title, @Nullable IdempotencyKey key) {
    if (key == null) {
      return insert(id, userId, title);
    }
    var made = key.once(() -> insertOnce(id, userId, title, key)).orElseThrow();
    return Conversation.empty(made.ids().get(0), title, made.createdAt());
  }

  @SqlQuery(
      "with go as (select),"
          + INSERT
          + """
          select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
          from effect
          """)
  Conversation insert(UUID id, UUID userId, @Nullable String title);

  @SqlQuery(IdempotencyKey.BEFORE + INSERT + IdempotencyKey.AFTER)
  IdempotencyKey.Outcome insertOnce(
      UUID id, UUID userId, @Nullable String title, @BindMethods IdempotencyKey idempotencyKey);

  @SqlQuery(
      """
      select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      from conversations
      where user_id = :userId and id = :id and not is_deleted
      """)
  Optional<Conversation> find(UUID userId, UUID id);

  /**
   * One page, the last changed first, of what is in the trash or of what is not.
   *
   * <p>The planner knows how often a time occurs, but not to whom. Where the nulls would stand
   * keeps it off the index on the time alone, and {@code (select …)} keeps the time from it, or it
   * would now and then read and sort all the rest of the list for one page.
   */
  default List<Conversation> page(
      UUID userId, boolean deleted, @Nullable Position after, int limit) {
    return page(
        userId,
        key(after),
        Position.idOf(after),
        limit,
        place(deleted),
        start(after),
        Bound.of(limit));
  }

  /**
   * The condition that a conversation is in the trash, or is not; one that is condemned is gone.
   */
  static String place(boolean deleted) {
    return deleted ? "is_deleted and deleted_at is distinct from 'epoch'" : "not is_deleted";
  }

  /** The condition that goes on after a position, after an {@code and}. */
  static String start(@Nullable Position after) {
    return after == null ? "" : "and (updated_at, id) < ((select cast(:key as timestamptz)), :id)";
  }

  /** What {@code :key} is bound to, to go on after a position. */
  static @Nullable String key(@Nullable Position after) {
    return after == null ? null : after.time().toString();
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      from (
        select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
        from conversations
        where user_id = :userId and <place> <start>
        order by updated_at desc nulls last, id desc nulls last
        limit <bound>
      ) as next
      order by updated_at desc nulls last, id desc nulls last
      limit :limit
      """)
  List<Conversation> page(
      UUID userId,
      @Nullable String key,
      @Nullable UUID id,
      int limit,
      @Define String place,
      @Define String start,
      @Define String bound);

  @SqlQuery(
      """
      update conversations
      set title = :title,
        updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
      where user_id = :userId and id = :id and not is_deleted
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      returning id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      """)
  Optional<Conversation> rename(
      UUID userId, UUID id, @Nullable String title, @Nullable String versions);

  /** Into the trash. */
  @SqlUpdate(
      """
      update conversations
      set is_deleted = true,
        (updated_at, deleted_at) = (
          select clock.now, clock.now
          from (
            select greatest(clock_timestamp(), updated_at + interval '1 microsecond') as now
          ) as clock
        )
      where user_id = :userId and id = :id and not is_deleted
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      """)
  boolean delete(UUID userId, UUID id, @Nullable String versions);

  /** Out of the trash; one that is not in it stays as it is, and one that is condemned in it. */
  @SqlQuery(
      """
      update conversations
      set is_deleted = false,
        deleted_at = null,
        updated_at = case
          when is_deleted then greatest(clock_timestamp(), updated_at + interval '1 microsecond')
          else updated_at
        end
      where user_id = :userId and id = :id and deleted_at is distinct from 'epoch'
      returning id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      """)
  Optional<Conversation> restore(UUID userId, UUID id);

  /** In the trash or not. */
  @SqlQuery(
      """
      select exists (select from conversations where user_id = :userId and id = :id)
      """)
  boolean exists(UUID userId, UUID id);
}
