package tally.conversations;

import java.time.Duration;
import java.util.UUID;

/** Conversations that nobody needs any more, everybody's: into the trash, and out of the world. */
public final class Trash {
  /** Messages of the conversations that go together, unless one alone has more. */
  private static final int BATCH = 5000;

  private final TrashDao conversations;
  private final Deletion deletion;

  public Trash(TrashDao conversations, Deletion deletion) {
    this.conversations = conversations;
    this.deletion = deletion;
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
    while (true) {
      var old = conversations.condemn(seconds(retention.trashDays()), BATCH);
      if (old.isEmpty()) {
        break;
      }
      var deleted =
          deletion.deleteCondemned(
              old.stream().map(TrashDao.Old::userId).toArray(UUID[]::new),
              old.stream().map(TrashDao.Old::id).toArray(UUID[]::new));
      conversationsDeleted += deleted.conversations();
      messagesDeleted += deleted.messages();
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
