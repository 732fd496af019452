package tally.conversations;

import java.time.Instant;
import java.util.UUID;
import tally.http.Fields;
import tally.http.Text;

/** A message to be appended. */
record NewMessage(UUID id, MessageRole role, String content) {
  private static final Text CONTENT = Text.verbatim(1, 2000);

  /** Takes the members of one message; what it returns counts after {@code fields.done()}. */
  static NewMessage of(Fields fields, UUID id) {
    return new NewMessage(
        id, fields.required("role", MessageRole.class), fields.required("content", CONTENT));
  }

  /** The message that became of it, as it is answered: without its place, which is not shown. */
  Message stored(UUID storedId, UUID conversationId, Instant createdAt) {
    return new Message(storedId, conversationId, role, content, 0, createdAt);
  }
}
