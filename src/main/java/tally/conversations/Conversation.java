package tally.conversations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.http.Position;
import tally.http.Versioned;

/**
 * A conversation, without its messages.
 *
 * @param title at most 200 code points, null as long as it has none
 * @param updatedAt grows strictly with every change and every message
 * @param messageCount how many messages there are, and the place of the newest one
 * @param deletedAt since when it is in the trash, null where it is not
 */
public record Conversation(
    UUID id,
    @Nullable String title,
    Instant createdAt,
    Instant updatedAt,
    int messageCount,
    boolean isDeleted,
    @Nullable Instant deletedAt)
    implements Versioned {
  /** One that was made at a time. */
  static Conversation empty(UUID id, @Nullable String title, Instant createdAt) {
    return new Conversation(id, title, createdAt, createdAt, 0, false, null);
  }

  /** Where a page ends whose last row this is. */
  Position position() {
    return Position.at(updatedAt, id);
  }
}
