package tally.conversations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.http.Position;
import tally.http.Problem;

/**
 * How far a search has come.
 *
 * @param after the position in the list after which it goes on, null for its beginning
 * @param from the place of the message from which on the conversation there is looked at; 1 unless
 *     the search has stopped within it
 */
record SearchPlace(@Nullable Position after, int from) {
  private static final String SEPARATOR = "/";

  /** After a conversation. */
  static SearchPlace after(Conversation conversation) {
    return new SearchPlace(conversation.position(), 1);
  }

  /** Within a conversation, which is the next one after the position. */
  static SearchPlace within(Conversation conversation, int from) {
    return new SearchPlace(Position.at(conversation.updatedAt(), next(conversation.id())), from);
  }

  /** The place that {@link #position} has told. */
  static SearchPlace of(@Nullable Position position) {
    int separator = position == null ? -1 : position.key().indexOf(SEPARATOR);
    if (position == null || separator < 0) {
      return new SearchPlace(position, 1);
    }
    try {
      int from = Integer.parseInt(position.key().substring(separator + 1));
      return new SearchPlace(
          new Position(position.key().substring(0, separator), position.id()), from);
    } catch (NumberFormatException e) {
      throw new Problem.InvalidParameter("The cursor does not belong to this list.");
    }
  }

  /** For a cursor. */
  @Nullable Position position() {
    return after == null || !isWithin()
        ? after
        : new Position(after.key() + SEPARATOR + from, after.id());
  }

  boolean isWithin() {
    return from > 1;
  }

  /** From where on the next conversation is looked at; it may be another one by now. */
  int from(Conversation next) {
    return isWithin() && within(next, from).equals(this) ? from : 1;
  }

  /** The id behind which, in the order of the list, this one comes next. */
  private static UUID next(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
  }
}
