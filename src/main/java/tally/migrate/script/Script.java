package tally.migrate.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL file, read and checked.
 *
 * @param file its name, as it is shown in errors
 * @param path where it was read from, as it is shown after {@code Path:}
 * @param sha256 hex digest of its text without byte order mark and with LF line ends
 * @param text that same text
 * @param comment the comment block at its head without the comment signs and directives, empty
 *     where there is none
 * @param transactional false where {@code -- migrate: no-transaction} stands
 * @param irreversible the reason of {@code -- migrate: irreversible REASON}, null where a way back
 *     exists
 * @param leaves the tables that it makes or changes, as {@code -- migrate: leaves} describes them
 * @param statements in their order; empty only in an irreversible script
 */
public record Script(
    String file,
    String path,
    String sha256,
    String text,
    String comment,
    boolean transactional,
    @Nullable String irreversible,
    List<TableShape> leaves,
    List<SqlStatement> statements) {}
