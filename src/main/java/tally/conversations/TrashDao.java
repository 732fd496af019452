package tally.conversations;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Everybody's trash in SQL. Nobody waits for it: what is locked is left for the next time. */
public interface TrashDao {
  /**
   * Deletes what has been in the trash for so long: conversations with so many messages together,
   * or one with more.
   */
  @SqlQuery(
      """
      with old as (
        select user_id, id, message_count,
          sum(message_count) over (order by deleted_at, id) - message_count as before
        from (
          select user_id, id, message_count, deleted_at
          from conversations
          where is_deleted and deleted_at <= clock_timestamp() - :seconds * interval '1 second'
          order by deleted_at, id
          limit 500
          for update skip locked
        ) as oldest
      ), deleted as (
        delete from conversations
        using old
        where conversations.user_id = old.user_id and conversations.id = old.id
          and old.before < :messages
        returning conversations.message_count
      )
      select count(*) as conversations, coalesce(sum(message_count), 0) as messages from deleted
      """)
  Deleted delete(long seconds, int messages);

  /** Puts what has not changed for so long into the trash, so many at a time. */
  @SqlUpdate(
      """
      update conversations
      set is_deleted = true,
        (updated_at, deleted_at) = (select clock.now, clock.now from (select clock_timestamp() as now) as clock)
      where (user_id, id) in (
        select user_id, id
        from conversations
        where not is_deleted
          and updated_at <= clock_timestamp() - :seconds * interval '1 second'
        order by updated_at
        limit :most
        for update skip locked
      )
      """)
  int trash(long seconds, int most);

  @SqlQuery(
      """
      select count(*) as conversations, coalesce(sum(message_count), 0) as messages
      from conversations
      where is_deleted and deleted_at <= clock_timestamp() - :seconds * interval '1 second'
      """)
  Deleted count(long seconds);

  @SqlQuery(
      """
      select count(*)
      from conversations
      where not is_deleted and updated_at <= clock_timestamp() - :seconds * interval '1 second'
      """)
  long countIdle(long seconds);

  /** How many conversations, with how many messages. */
  record Deleted(long conversations, long messages) {}
}
