package tally.conversations;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import tally.db.Bound;
import tally.http.IdempotencyKey;

/**
 * Messages in SQL. The owner is in every {@code where}, and so is a conversation that is not in the
 * trash.
 */
public interface MessageDao {
  /**
   * Goes on for the one row of {@code go}, or does nothing where there is none.
   *
   * <p>Whoever counts messages into the conversation holds its row until the commit. So places and
   * times are given in the order of the commits, and nobody sees a message before every earlier one
   * is there. The title is given once, by the first USER message.
   */
  String APPEND =
      """
      conversation as (
        update conversations
        set message_count = message_count + cardinality(:ids),
          updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
            + (cardinality(:ids) - 1) * interval '1 microsecond',
          title = case
            when coalesce(title, '') = '' and not exists (
              select from messages
              where messages.user_id = conversations.user_id
                and messages.conversation_id = conversations.id
                and messages.role = 'USER'
            ) then coalesce(:title, title)
            else title
          end
        from go
        where user_id = :userId and id = :conversationId and not is_deleted
        returning id, user_id, message_count - cardinality(:ids) as earlier,
          updated_at - cardinality(:ids) * interval '1 microsecond' as earlier_at
      ), effect as (
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select new.id, conversation.user_id, conversation.id, new.role, new.content,
          conversation.earlier + new.n,
          conversation.earlier_at + new.n * interval '1 microsecond'
        from conversation,
          unnest(:ids, cast(:roles as message_role[]), :contents)
            with ordinality as new (id, role, content, n)
        returning id, conversation_id, role, content, position, created_at
      )
      """;

  /**
   * The messages as they are stored, in their order; none if there is no such conversation.
   *
   * @param key null where the request may have its effect again
   */
  default List<Message> append(
      UUID userId, UUID conversationId, List<NewMessage> messages, @Nullable IdempotencyKey key) {
    var ids = messages.stream().map(NewMessage::id).toArray(UUID[]::new);
    var roles = messages.stream().map(message -> message.role().name()).toArray(String[]::new);
    var contents = messages.stream().map(NewMessage::content).toArray(String[]::new);
    var title = Title.from(messages);
    if (key == null) {
      return append(userId, conversationId, ids, roles, contents, title);
    }
    var made = key.once(() -> appendOnce(userId, conversationId, ids, roles, contents, title, key));
    return IntStream.range(0, made.isPresent() ? messages.size() : 0)
        .mapToObj(
            n ->
                messages
                    .get(n)
                    .stored(made.get().ids().get(n), conversationId, made.get().createdAt(n)))
        .toList();
  }

  @SqlQuery(
      "with go as (select),"
          + APPEND
          + """
          select id, conversation_id, role, content, position, created_at
          from effect
          order by position
          """)
  List<Message> append(
      UUID userId,
      UUID conversationId,
      UUID[] ids,
      String[] roles,
      String[] contents,
      @Nullable String title);

  @SqlQuery(IdempotencyKey.BEFORE + APPEND + IdempotencyKey.AFTER)
  IdempotencyKey.Outcome appendOnce(
      UUID userId,
      UUID conversationId,
      UUID[] ids,
      String[] roles,
      String[] contents,
      @Nullable String title,
      @BindMethods IdempotencyKey idempotencyKey);

  /**
   * One page from the place {@code after} on, none if there is no such conversation. The planner is
   * kept from seeing the place, as of times: far on in a long conversation it would expect next to
   * nothing, and read and sort all the rest.
   */
  default List<Message> page(
      UUID userId, UUID conversationId, boolean ascending, @Nullable Integer after, int limit) {
    return page(
        userId,
        conversationId,
        after,
        limit,
        after == null
            ? ""
            : ascending ? "and position > (select :after)" : "and position < (select :after)",
        ascending ? "position" : "position desc",
        Bound.of(limit));
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, conversation_id, role, content, position, created_at
      from (
        select id, conversation_id, role, content, position, created_at
        from messages
        where user_id = :userId and conversation_id = :conversationId <start>
          and exists (
            select from conversations
            where user_id = :userId and id = :conversationId and not is_deleted
          )
        order by <order>
        limit <bound>
      ) as next
      order by <order>
      limit :limit
      """)
  List<Message> page(
      UUID userId,
      UUID conversationId,
      @Nullable Integer after,
      int limit,
      @Define String start,
      @Define String order,
      @Define String bound);

  @SqlQuery(
      """
      select id, conversation_id, role, content, position, created_at
      from messages
      where user_id = :userId and conversation_id = :conversationId and id = :id
        and exists (
          select from conversations
          where user_id = :userId and id = :conversationId and not is_deleted
        )
      """)
  Optional<Message> find(UUID userId, UUID conversationId, UUID id);
}
