package tally.export;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import tally.conversations.Conversation;
import tally.conversations.Message;
import tally.tasks.Task;

/**
 * All rows of one user in SQL, what is in the trash too. In an order that no change of a row moves
 * it in: nothing is missed or met twice because it was written to meanwhile.
 */
public interface ExportDao {
  /** The newest first. */
  default List<Task> tasks(UUID userId, @Nullable Task after, int limit) {
    return after == null
        ? tasks(userId, "infinity", new UUID(-1, -1), limit)
        : tasks(userId, after.createdAt().toString(), after.id(), limit);
  }

  /** As of the lists, {@code (select …)} keeps the time from the planner. */
  @SqlQuery(
      """
      select id, owner_id, title, description, is_completed, created_at, updated_at, completed_at
      from tasks
      where owner_id = :userId
        and (created_at, id) < ((select cast(:createdAt as timestamptz)), :id)
      order by created_at desc nulls last, id desc nulls last
      limit :limit
      """)
  List<Task> tasks(UUID userId, String createdAt, UUID id, int limit);

  /** Without those that are condemned, of which there is but a part. */
  @SqlQuery(
      """
      select id, title, created_at, updated_at, message_count, is_deleted, deleted_at
      from conversations
      where user_id = :userId and id > :after and deleted_at is distinct from 'epoch'
      order by id
      limit :limit
      """)
  List<Conversation> conversations(UUID userId, UUID after, int limit);

  @SqlQuery(
      """
      select id, conversation_id, role, content, position, created_at
      from messages
      where user_id = :userId and conversation_id = :conversationId and position > (select :after)
      order by position
      limit :limit
      """)
  List<Message> messages(UUID userId, UUID conversationId, int after, int limit);
}
