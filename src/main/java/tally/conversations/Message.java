package tally.conversations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * One message of a conversation. It never changes.
 *
 * @param content 1 to 2000 code points
 * @param position its place in the conversation: 1, 2, 3 …
 */
public record Message(
    UUID id,
    UUID conversationId,
    MessageRole role,
    String content,
    @JsonIgnore int position,
    Instant createdAt) {}
