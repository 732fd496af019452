package tally.conversations;

import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Deletes conversations in SQL. What is condemned has been in the trash since 1970. */
public interface DeletionDao {
  /** From here on nothing more is said in it, and it is not restored. */
  @SqlUpdate(
      """
      update conversations
      set is_deleted = true, deleted_at = 'epoch'
      where user_id = :userId and id = :id
        and (cast(:versions as timestamptz[]) is null
          or updated_at = any(cast(:versions as timestamptz[])))
      """)
  boolean condemn(UUID userId, UUID id, @Nullable String versions);

  /** Messages that somebody else is deleting are left to them. */
  @SqlUpdate(
      """
      delete from messages
      where ctid = any(array(
        select messages.ctid
        from unnest(:userIds, :ids) as gone (user_id, id)
          join messages on messages.user_id = gone.user_id and conversation_id = gone.id
        limit :atOnce
        for update of messages skip locked
      ))
      """)
  int deleteMessages(UUID[] userIds, UUID[] ids, int atOnce);

  @SqlUpdate(
      """
      delete from conversations
      using unnest(:userIds, :ids) as gone (user_id, id)
      where conversations.user_id = gone.user_id and conversations.id = gone.id
        and deleted_at = 'epoch'
      """)
  int deleteConversations(UUID[] userIds, UUID[] ids);
}
