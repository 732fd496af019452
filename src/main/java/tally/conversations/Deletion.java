package tally.conversations;

import static tally.db.InSteps.ROWS;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.db.InSteps;

/**
 * Takes conversations out of the world. First they are condemned, and nothing more is said in them;
 * then their messages go, step by step, for which nobody waits. Should that not come to its end,
 * they are in the trash, longer than anything else, and go with the next that is emptied.
 */
public final class Deletion {
  private final DeletionDao conversations;
  private final InSteps steps;

  public Deletion(DeletionDao conversations, InSteps steps) {
    this.conversations = conversations;
    this.steps = steps;
  }

  /** How many went. */
  public record Deleted(long conversations, long messages) {}

  /** One with its messages, out of the trash too; false if there is none in such a state. */
  boolean delete(UUID userId, UUID id, @Nullable String versions) {
    if (!conversations.condemn(userId, id, versions)) {
      return false;
    }
    deleteCondemned(new UUID[] {userId}, new UUID[] {id});
    return true;
  }

  /**
   * What is condemned.
   *
   * @param userIds the owner of each
   */
  Deleted deleteCondemned(UUID[] userIds, UUID[] ids) {
    // The constraints would do that alone, but in one statement.
    long messages = steps.deleteAll(() -> conversations.deleteMessages(userIds, ids, ROWS));
    return new Deleted(conversations.deleteConversations(userIds, ids), messages);
  }
}
