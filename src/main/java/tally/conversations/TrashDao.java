package tally.conversations;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Everybody's trash in SQL. Nobody waits for it: what is locked is left for the next time. What is
 * condemned is old enough, be the time that others have as long as it may: a hundred years ago the
 * epoch had not begun.
 */
public interface TrashDao {
  /**
   * Condemns what has been in the trash for so long: conversations with so many messages together,
   * or one with more.
   */
  @SqlQuery(
      """
      update conversations
      set deleted_at = 'epoch'
      from (
        select user_id, id,
          sum(message_count) over (order by deleted_at, id) - message_count as before
        from (
          select user_id, id, message_count, deleted_at
          from conversations
          where is_deleted
            and deleted_at <= greatest(clock_timestamp() - :seconds * interval '1 second', 'epoch')
          order by deleted_at, id
          limit 500
          for update skip locked
        ) as oldest
      ) as old
      where before < :messages
        and conversations.user_id = old.user_id and conversations.id = old.id
      returning conversations.user_id, conversations.id
      """)
  List<Old> condemn(long seconds, int messages);

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
      where is_deleted
        and deleted_at <= greatest(clock_timestamp() - :seconds * interval '1 second', 'epoch')
      """)
  Deletion.Deleted count(long seconds);

  @SqlQuery(
      """
      select count(*)
      from conversations
      where not is_deleted and updated_at <= clock_timestamp() - :seconds * interval '1 second'
      """)
  long countIdle(long seconds);

  /** A conversation that is to go. */
  record Old(UUID userId, UUID id) {}
}
