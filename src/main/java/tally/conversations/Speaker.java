package tally.conversations;

/** The role of a message, as the type {@code message_role} has it. */
public enum Speaker {
  USER,
  ASSISTANT
}
