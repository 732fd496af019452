package tally.conversations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.http.Text;

/** The title that an untitled conversation gets from its first USER message. */
final class Title {
  private static final int LONGEST = 50;
  private static final String ELLIPSIS = "…";

  private Title() {}

  /** That of the first USER message among these, null where there is none or it is blank. */
  static @Nullable String from(List<NewMessage> messages) {
    for (var message : messages) {
      if (message.role() == MessageRole.USER) {
        return from(message.content());
      }
    }
    return null;
  }

  /**
   * The content on one line, at most 50 code points. What is longer is cut between two words, or
   * within the first where that is longer still, and ends in an ellipsis.
   */
  static @Nullable String from(String content) {
    var line = content.strip().replaceAll("\\s+", " ");
    if (Text.isBlank(line)) {
      return null;
    }
    if (line.codePointCount(0, line.length()) <= LONGEST) {
      return line;
    }
    int end = line.offsetByCodePoints(0, LONGEST - ELLIPSIS.length());
    int space = line.lastIndexOf(' ', end);
    return line.substring(0, space > 0 ? space : end) + ELLIPSIS;
  }
}
