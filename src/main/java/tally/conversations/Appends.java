package tally.conversations;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.db.GroupedWrites;
import tally.http.IdempotencyKey;

/**
 * Appends messages, those together that come for one conversation at the same moment: its row is
 * held by one at a time.
 */
final class Appends {
  /** So many messages go together. */
  private static final int MOST = 100;

  private final MessageDao messages;
  private final GroupedWrites<Place, List<NewMessage>, List<Message>> writes;

  Appends(MessageDao messages) {
    this.messages = messages;
    this.writes =
        GroupedWrites.ofLists(
            (place, sent) -> messages.append(place.userId, place.conversationId, sent, null), MOST);
  }

  private record Place(UUID userId, UUID conversationId) {}

  /**
   * The messages as they are stored, in their order; none if there is no such conversation.
   *
   * @param key null where the request may have its effect again; with one it goes by itself
   */
  List<Message> append(
      UUID userId, UUID conversationId, List<NewMessage> sent, @Nullable IdempotencyKey key) {
    return key == null
        ? writes.write(new Place(userId, conversationId), sent)
        : messages.append(userId, conversationId, sent, key);
  }
}
