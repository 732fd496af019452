package tally.migrate.script;

import org.jspecify.annotations.Nullable;

/**
 * What an id may look like: Alembic's column is varchar(32), and its commands give signs a meaning.
 */
final class RevisionId {
  private static final int LONGEST = 32;

  private RevisionId() {}

  /** What is wrong with an id, null if nothing. */
  static @Nullable String fault(String id) {
    if (id.isEmpty()) {
      return "'revision' needs an id";
    }
    if (id.codePointCount(0, id.length()) > LONGEST) {
      return "the id '" + id + "' has more than " + LONGEST + " characters";
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if ("@-+:".indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isISOControl(c)) {
        return "the id '" + id + "' may not contain a space or one of @ - + :";
      }
    }
    return switch (id) {
      case "head", "heads", "base", "current" ->
          "'" + id + "' cannot be an id: it is a word of the commands";
      default -> null;
    };
  }
}
