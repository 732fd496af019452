package tally.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import tally.db.PlannedAnew;

/** Where in conversations a text stands, in SQL. The owner is in every {@code where}. */
public interface SearchDao {
  /**
   * Which of some conversations have it in the title, or in a message from one place to another.
   * The order and {@code limit 1} keep the planner on the one index that has the places.
   */
  @SqlQuery(
      """
      select id
      from conversations
      where user_id = :userId and id = any(:ids)
        and (
          <inTitle>
          or (
            select true
            from messages
            where messages.user_id = :userId and conversation_id = conversations.id
              and position between :from and :to and <inContent>
            order by position
            limit 1
          )
        )
      """)
  Set<UUID> among(
      UUID userId,
      UUID[] ids,
      int from,
      int to,
      String pattern,
      @Define String inTitle,
      @Define String inContent);

  /**
   * Those among the next conversations that have it in the title, or are known to have it, and the
   * last one of a whole step, with it or not: where it ended is asked together with what is in it,
   * or one that comes or goes in between would move the end, and another would be passed over.
   */
  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, title, created_at, updated_at, message_count, is_deleted, deleted_at,
        is_found, is_end
      from (
        select id, title, created_at, updated_at, message_count, is_deleted, deleted_at,
          coalesce(<inTitle>, false) or id in (select unnest(cast(:known as uuid[]))) as is_found,
          row_number() over (order by updated_at desc nulls last, id desc nulls last) = :step
            as is_end
        from (
          select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
          from conversations
          where user_id = :userId and <place> <start>
          order by updated_at desc nulls last, id desc nulls last
          limit :step
        ) as next
      ) as seen
      where is_found or is_end
      order by updated_at desc nulls last, id desc nulls last
      limit :limit
      """)
  List<Seen> next(
      UUID userId,
      UUID[] known,
      String pattern,
      @Nullable String key,
      @Nullable UUID id,
      int step,
      int limit,
      @Define String place,
      @Define String start,
      @Define String inTitle);

  /**
   * The conversations that have it in a message, by the index: of so many messages. Behind {@code
   * (select …)} the planner does not see whose messages they are, or of somebody with many it would
   * read everybody's until it has enough.
   */
  @PlannedAnew
  @SqlQuery(
      """
      with found as materialized (
        select conversation_id
        from messages
        where user_id = (select :userId) and <inContent>
        limit :most
      )
      select conversation_id from found
      """)
  List<UUID> byIndex(UUID userId, String pattern, int most, @Define String inContent);

  /**
   * How many of 200 messages from all of a user's conversations have what the fewest of them have;
   * 200 where nothing is asked for. An index reads at least as much as has this.
   */
  @SqlQuery(
      """
      with sample as materialized (
        select content
        from (
          select (
              select updated_at from conversations where user_id = :userId and <place>
              order by updated_at nulls first, id nulls first limit 1
            ) as first,
            (
              select updated_at from conversations where user_id = :userId and <place>
              order by updated_at desc nulls last, id desc nulls last limit 1
            ) as last
          ) as span
          cross join generate_series(1, 40) as part
          cross join lateral (
            select id, message_count
            from conversations
            where user_id = :userId and <place>
              and updated_at <= first + (last - first) / 40 * part
            order by updated_at desc nulls last, id desc nulls last
            limit 1
          ) as one
          cross join generate_series(0, 4) as fifth
          cross join lateral (
            select content
            from messages
            where messages.user_id = :userId and conversation_id = one.id
              and position = 1 + message_count / 5 * fifth
            limit 1
          ) as there
      )
      select coalesce(min(number), 200)
      from unnest(cast(:runs as text[])) as run
        cross join lateral (select count(*) as number from sample where content ilike run) as counted
      """)
  int rarest(UUID userId, String[] runs, @Define String place);

  /**
   * A conversation that was looked at.
   *
   * @param isFound whether it has the text
   * @param isEnd whether it is the last one of a whole step
   */
  record Seen(
      UUID id,
      @Nullable String title,
      Instant createdAt,
      Instant updatedAt,
      int messageCount,
      boolean isDeleted,
      @Nullable Instant deletedAt,
      boolean isFound,
      boolean isEnd) {
    Conversation conversation() {
      return new Conversation(id, title, createdAt, updatedAt, messageCount, isDeleted, deletedAt);
    }
  }
}
