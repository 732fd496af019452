package tally.migrate.state;

import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.revision.Revision;
import tally.migrate.revision.Step;

/**
 * Writes the statements that add a row to {@code migrator.log}: one for each attempt, failed ones
 * and stamps too.
 */
public final class AuditLog {
  private static final String COLUMNS =
      "insert into migrator.log (version_schema, version_table, revision, direction, status,"
          + " version_from, version_to, sha256_up, sha256_down, down_sql, os_user, host,"
          + " tool_version, started_at, duration_ms, error)\nselect ";

  private static final String SINCE_BEGIN =
      "pg_catalog.now(), (1000 * pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() -"
          + " pg_catalog.now()))::pg_catalog.int8, null";

  private final VersionTable table;
  private final Author author;

  public AuditLog(VersionTable table, Author author) {
    this.table = table;
    this.author = author;
  }

  /** A step that succeeds with the transaction it is in, which also tells how long it took. */
  public String done(Step step) {
    return step(step, "done", SINCE_BEGIN);
  }

  /**
   * The same for a statement that is prepared once and executed for each step, with {@link
   * #parameters}. {@code $3} and {@code $4} are the version before and after.
   */
  public String done() {
    return row("$1, $2", "done", "$3, $4, $5, $6, $7", SINCE_BEGIN);
  }

  /** What a prepared row takes: revision, direction, version before and after, files. */
  public static String parameters(Step step) {
    return what(step) + ", " + versions(step) + files(step.revision());
  }

  /** A step that took more than the transaction it is in. */
  public String done(Step step, long millis) {
    return step(step, "done", ago(millis, null));
  }

  /** A step that did not; its transaction is gone, so this stands in one of its own. */
  public String failed(Step step, long millis, String error) {
    return step(step, "failed", ago(millis, error));
  }

  /** Files of an applied revision that are taken as they are now. */
  public String accepted(Revision revision, @Nullable String from, String reason) {
    return "insert into migrator.log (version_schema, version_table, revision, direction, status,"
        + " version_from, version_to, sha256_up, sha256_down, down_sql, os_user, host,"
        + " tool_version, started_at, duration_ms, note)\nselect "
        + place()
        + Quote.text(revision.id())
        + ", 'accept', 'done', "
        + Quote.text(from)
        + ", "
        + Quote.text(revision.id())
        + ", "
        + files(revision)
        + ", "
        + author()
        + "pg_catalog.now(), 0, "
        + Quote.text(reason);
  }

  /** All that was made is gone, and the database at base. */
  public String reset(String from) {
    return moved("reset", from, null);
  }

  /** The version was set, and nothing was run. Null is base. */
  public String stamped(@Nullable String from, @Nullable String to) {
    return moved("stamp", from, to);
  }

  private String moved(String direction, @Nullable String from, @Nullable String to) {
    return COLUMNS
        + place()
        + Quote.text(to)
        + ", '"
        + direction
        + "', 'done', "
        + Quote.text(from)
        + ", "
        + Quote.text(to)
        + ", null, null, null, "
        + author()
        + SINCE_BEGIN;
  }

  private String step(Step step, String status, String timeAndError) {
    return row(what(step), status, versions(step) + files(step.revision()), timeAndError);
  }

  private String row(String what, String status, String versionsAndFiles, String timeAndError) {
    return COLUMNS
        + place()
        + what
        + ", '"
        + status
        + "', "
        + versionsAndFiles
        + ", "
        + author()
        + timeAndError;
  }

  private static String what(Step step) {
    return Quote.text(step.revision().id()) + ", '" + step.direction().word() + "'";
  }

  private static String versions(Step step) {
    return Quote.text(step.from()) + ", " + Quote.text(step.to()) + ", ";
  }

  private static String files(Revision revision) {
    return "'"
        + revision.up().sha256()
        + "', '"
        + revision.down().sha256()
        + "', "
        + Quote.text(revision.down().text());
  }

  private String place() {
    return Quote.text(table.schema()) + ", " + Quote.text(table.name()) + ", ";
  }

  private String author() {
    return Quote.text(author.osUser())
        + ", "
        + Quote.text(author.host())
        + ", "
        + Quote.text(author.version())
        + ", ";
  }

  private static String ago(long millis, @Nullable String error) {
    return "pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => "
        + millis
        + " / 1000.0), "
        + millis
        + ", "
        + Quote.text(error);
  }
}
