package tally.conversations;

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
}
