package tally.migrate.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL file, read and checked.
 *
 * @param file its name, as it is shown in errors
 * @param path where it was read from, as it is shown after {@code Path:}
 * @param text without byte order mark and with LF line ends
 * @param transactional false where {@code -- migrate: no-transaction} stands
 * @param irreversible the reason of {@code -- migrate: irreversible REASON}, null where a way back
 *     exists
 * @param leaves the tables that it makes or changes, as {@code -- migrate: leaves} describes them
 * @param statements in their order; empty only in an irreversible script
 * @param digest of a text that is not here, null where it is
 */
public record Script(
    String file,
    String path,
    String text,
    boolean transactional,
    @Nullable String irreversible,
    List<TableShape> leaves,
    List<SqlStatement> statements,
    @Nullable String digest) {

  /** One whose text is here. */
  public Script(
      String file,
      String path,
      String text,
      boolean transactional,
      @Nullable String irreversible,
      List<TableShape> leaves,
      List<SqlStatement> statements) {
    this(file, path, text, transactional, irreversible, leaves, statements, null);
  }

  /** One of which nothing is known but the digest of its text. */
  public static Script unread(String file, String path, String digest) {
    return new Script(file, path, "", true, null, List.of(), List.of(), digest);
  }

  /** Hex digest of the text. */
  public String sha256() {
    return digest == null ? Sha256.hex(text) : digest;
  }

  /** The comment block at the head, without the comment signs and directives; may be empty. */
  public String comment() {
    return HeadComment.of(text);
  }
}
