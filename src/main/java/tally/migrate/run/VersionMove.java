package tally.migrate.run;

import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;
import tally.migrate.database.SqlState;
import tally.migrate.revision.Step;
import tally.migrate.state.AuditLog;
import tally.migrate.state.VersionTable;

/**
 * The statement that moves the version, once and only from where it was expected to be, while the
 * lock is ours. Where either is not so it fails with {@link SqlState#DIVISION_BY_ZERO}, and with it
 * the transaction, without another round trip to ask.
 */
final class VersionMove {
  /** Another one in each process, so that no file prepares something else by this name. */
  private static final String PREPARED =
      "tally_migrate_move_" + Long.toHexString(System.nanoTime());

  private final VersionTable table;
  private final Lock lock;

  VersionMove(VersionTable table, Lock lock) {
    this.table = table;
    this.lock = lock;
  }

  /**
   * @param from null for base
   * @param to null for base
   * @param logged an insert into the log, null to leave it out
   */
  String sql(@Nullable String from, @Nullable String to, @Nullable String logged) {
    return once(move(from, to), logged);
  }

  /**
   * The move from one revision to another, prepared once for all files: to parse and plan it takes
   * the server as long as a small table does.
   */
  String preparation(AuditLog log) {
    return "prepare "
        + PREPARED
        + " (text, text, text, text, text, text, text) as "
        + once(update("$3", "$4"), log.done());
  }

  /** What was prepared, for one step. */
  static String prepared(Step step) {
    return "execute " + PREPARED + "(" + AuditLog.parameters(step) + ")";
  }

  private static String once(String move, @Nullable String logged) {
    return "with moved as ("
        + move
        + " returning 1)"
        + (logged == null ? "" : ", logged as (" + logged + " from moved)")
        + " select 1 / pg_catalog.count(*) from moved";
  }

  private String move(@Nullable String from, @Nullable String to) {
    String ours = lock.isOurs();
    if (from == null) {
      return "insert into "
          + table.quoted()
          + " (version_num) select "
          + Quote.text(to)
          + " where not exists (select from "
          + table.quoted()
          + ") and "
          + ours;
    }
    return to == null
        ? "delete from "
            + table.quoted()
            + " where version_num = "
            + Quote.text(from)
            + " and "
            + ours
        : update(Quote.text(from), Quote.text(to));
  }

  private String update(String from, String to) {
    return "update "
        + table.quoted()
        + " set version_num = "
        + to
        + " where version_num = "
        + from
        + " and "
        + lock.isOurs();
  }
}
