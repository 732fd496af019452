package tally.conversations;

/** Who speaks: the constants of the type {@code message_role}. */
public enum MessageRole {
  USER,
  ASSISTANT
}
