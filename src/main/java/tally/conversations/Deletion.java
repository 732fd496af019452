package tally.conversations;

import static tally.db.InSteps.ROWS;

import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import tally.db.InSteps;

/**
 * Takes conversations out of the world, in SQL. To be called in the transaction that locked them.
 */
interface Deletion {
  /**
   * Deletes conversations and their messages. The constraints would do the latter alone, but in one
   * statement, which a million messages would take beyond its time.
   *
   * @param userIds the owner of each
   * @return how many messages there were
   */
  default long delete(UUID[] userIds, UUID[] ids) {
    long messages = InSteps.deleteAll(() -> deleteMessages(userIds, ids, ROWS));
    deleteConversations(userIds, ids);
    return messages;
  }

  @SqlUpdate(
      """
      delete from messages
      where ctid = any(array(
        select messages.ctid
        from unnest(:userIds, :ids) as gone (user_id, id)
          join messages on messages.user_id = gone.user_id and conversation_id = gone.id
        limit :atOnce
      ))
      """)
  int deleteMessages(UUID[] userIds, UUID[] ids, int atOnce);

  @SqlUpdate(
      """
      delete from conversations
      using unnest(:userIds, :ids) as gone (user_id, id)
      where conversations.user_id = gone.user_id and conversations.id = gone.id
      """)
  void deleteConversations(UUID[] userIds, UUID[] ids);
}
