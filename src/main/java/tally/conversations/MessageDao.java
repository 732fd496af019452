package tally.conversations;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/**
 * Messages in SQL. The owner is in every {@code where}, and so is a conversation that is not in the
 * trash.
 */
public interface MessageDao {
  /**
   * The messages as they are stored, in their order; none if there is no such conversation.
   *
   * <p>Whoever counts them into the conversation holds its row until the commit. So places and
   * times are given in the order of the commits, and nobody sees a message before every earlier one
   * is there. The title is given once, by the first USER message.
   */
  default List<Message> append(UUID userId, UUID conversationId, List<NewMessage> messages) {
    return append(
        userId,
        conversationId,
        messages.stream().map(NewMessage::id).toArray(UUID[]::new),
        messages.stream().map(message -> message.role().name()).toArray(String[]::new),
        messages.stream().map(NewMessage::content).toArray(String[]::new),
        Title.from(messages));
  }

  @SqlQuery(
      """
      with conversation as (
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
        where user_id = :userId and id = :conversationId and not is_deleted
        returning id, user_id, message_count - cardinality(:ids) as earlier,
          updated_at - cardinality(:ids) * interval '1 microsecond' as earlier_at
      ), appended as (
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select new.id, conversation.user_id, conversation.id, new.role, new.content,
          conversation.earlier + new.n,
          conversation.earlier_at + new.n * interval '1 microsecond'
        from conversation,
          unnest(:ids, cast(:roles as message_role[]), :contents)
            with ordinality as new (id, role, content, n)
        returning id, conversation_id, role, content, position, created_at
      )
      select id, conversation_id, role, content, position, created_at
      from appended
      order by position
      """)
  List<Message> append(
      UUID userId,
      UUID conversationId,
      UUID[] ids,
      String[] roles,
      String[] contents,
      @Nullable String title);

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
        ascending ? "position" : "position desc");
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, conversation_id, role, content, position, created_at
      from messages
      where user_id = :userId and conversation_id = :conversationId <start>
        and exists (
          select from conversations
          where user_id = :userId and id = :conversationId and not is_deleted
        )
      order by <order>
      limit :limit
      """)
  List<Message> page(
      UUID userId,
      UUID conversationId,
      @Nullable Integer after,
      int limit,
      @Define String start,
      @Define String order);

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
