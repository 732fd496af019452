package tally.migrate.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.script.Sha256;
import tally.migrate.script.SqlStatement;

/** Writes the statements that keep {@code migrator.progress}. */
public final class Progress {
  private Progress() {}

  /** How far a file has come, whatever was known before. */
  public static String save(VersionTable table, Halfway halfway) {
    return "insert into migrator.progress (version_schema, version_table, revision, direction, done,"
        + " sha256, trying, invalid_before) values ("
        + Quote.text(table.schema())
        + ", "
        + Quote.text(table.name())
        + ", "
        + Quote.text(halfway.revision())
        + ", '"
        + halfway.direction().word()
        + "', "
        + halfway.done()
        + ", "
        + Quote.text(halfway.sha256())
        + ", "
        + halfway.trying()
        + ", "
        + Quote.text(halfway.invalidBefore())
        + ") on conflict (version_schema, version_table) do update set revision = excluded.revision,"
        + " direction = excluded.direction, done = excluded.done, sha256 = excluded.sha256,"
        + " trying = excluded.trying, invalid_before = excluded.invalid_before";
  }

  /** The file has come to its end, or does not matter any more. */
  public static String forget(VersionTable table) {
    return "delete from migrator.progress where version_schema = "
        + Quote.text(table.schema())
        + " and version_table = "
        + Quote.text(table.name());
  }

  /** The digest of the first statements, by which it is seen whether they are still the same. */
  public static String digest(List<SqlStatement> statements, int count) {
    var text = new StringBuilder();
    for (SqlStatement statement : statements.subList(0, count)) {
      @Nullable String rows = statement.copyData();
      text.append(statement.text()).append('\0').append(rows == null ? "" : rows).append('\0');
    }
    return Sha256.hex(text.toString());
  }
}
