package tally.conversations;

import java.time.Duration;

/** Conversations that nobody needs any more, everybody's: into the trash, and out of the world. */
public final class Trash {
  /** Messages that one statement deletes, or those of one conversation. */
  private static final int BATCH = 5000;

  private final TrashDao conversations;

  public Trash(TrashDao conversations) {
    this.conversations = conversations;
  }

  /**
   * After which time what happens.
   *
   * @param trashDays in the trash, after which a conversation is deleted; 0 for at once
   * @param idleDays without a change, after which it goes into the trash; 0 for never
   */
  public record Retention(int trashDays, int idleDays) {}

  /** What was done, or would be. */
  public record Purged(
      long deletedConversations, long deletedMessages, long trashedConversations) {}

  /** Does it, in many short steps, each of which stays. */
  public Purged purge(Retention retention) {
    long conversationsDeleted = 0;
    long messagesDeleted = 0;
    for (TrashDao.Deleted step; ; ) {
      step = conversations.delete(seconds(retention.trashDays()), BATCH);
      if (step.conversations() == 0) {
        break;
      }
      conversationsDeleted += step.conversations();
      messagesDeleted += step.messages();
    }
    long trashed = 0;
    if (retention.idleDays() > 0) {
      for (int step; (step = conversations.trash(seconds(retention.idleDays()), BATCH)) > 0; ) {
        trashed += step;
      }
    }
    return new Purged(conversationsDeleted, messagesDeleted, trashed);
  }

  /** What it would do now. */
  public Purged preview(Retention retention) {
    var deleted = conversations.count(seconds(retention.trashDays()));
    long trashed =
        retention.idleDays() > 0 ? conversations.countIdle(seconds(retention.idleDays())) : 0;
    return new Purged(deleted.conversations(), deleted.messages(), trashed);
  }

  private static long seconds(int days) {
    return Duration.ofDays(days).toSeconds();
  }
}
