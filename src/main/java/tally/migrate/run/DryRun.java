package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.console.Json;
import tally.migrate.database.Session;
import tally.migrate.revision.Step;
import tally.migrate.script.SqlStatement;
import tally.migrate.state.Bookkeeping;
import tally.migrate.state.VersionTable;

/** What a plan would do to those who work with the database, statement by statement. */
final class DryRun {
  static final String NOTHING_CHANGED = "nothing was changed: this was a dry run";

  private static final int LONGEST_BEGINNING = 72;

  /** A statement that was run. */
  private record Ran(
      Step step,
      SqlStatement statement,
      long millis,
      List<TableLock> locks,
      List<String> rewritten) {}

  private final LockWatch locks = new LockWatch();
  private final List<Ran> ran = new ArrayList<>();
  private @Nullable String makeVersionTable;

  /** Begins, or begins anew. */
  void begin(LockedSession locked) throws SQLException {
    ran.clear();
    locks.begin(locked.session(), locked.table());
  }

  /** The version table is missing, and the files' transaction has to make it. */
  void makeVersionTable(VersionTable table) {
    makeVersionTable = Bookkeeping.versionTable(table);
  }

  /** The statement that makes the version table, null where it is there. */
  @Nullable String makeVersionTable() {
    return makeVersionTable;
  }

  void ran(Step step, SqlStatement statement, long millis, Session session) throws SQLException {
    LockWatch.Seen seen = locks.look(session);
    // An emptied table has another file too.
    boolean empties = statement.text().regionMatches(true, 0, "truncate", 0, "truncate".length());
    ran.add(new Ran(step, statement, millis, seen.locks(), empties ? List.of() : seen.rewritten()));
  }

  /** What came to be locked since then was for our own purposes. */
  void skip(Session session) throws SQLException {
    locks.look(session);
  }

  private long millis() {
    long millis = 0;
    for (Ran each : ran) {
      millis += each.millis();
    }
    return millis;
  }

  /** The strongest lock on each table. */
  private List<TableLock> strongest() {
    Map<String, TableLock> byTable = new TreeMap<>();
    for (Ran each : ran) {
      for (TableLock lock : each.locks()) {
        byTable.merge(lock.table(), lock, (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    var strongest = new ArrayList<>(byTable.values());
    Collections.sort(strongest);
    return strongest;
  }

  void print(Console console) {
    for (Ran each : ran) {
      console.print(
          each.step().script().file()
              + ":"
              + each.statement().line()
              + ": "
              + beginning(each.statement().text())
              + "  ("
              + Durations.show(each.millis())
              + ")");
      for (TableLock lock : each.locks()) {
        console.print("    " + lock.shown());
      }
      for (String table : each.rewritten()) {
        console.print("    rewrites " + table);
      }
    }
    console.print(
        (ran.isEmpty() ? "" : "\n")
            + (ran.size() == 1 ? "1 statement" : ran.size() + " statements")
            + ", "
            + Durations.show(millis()));
    for (TableLock lock : strongest()) {
      console.print("    " + lock.shown());
    }
  }

  /** On one line, and not too long. */
  private static String beginning(String sql) {
    String line = sql.substring(0, Math.min(sql.length(), 4 * LONGEST_BEGINNING));
    line = line.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_BEGINNING
        ? line
        : line.substring(0, LONGEST_BEGINNING).stripTrailing() + " …";
  }

  /** Its fields, into an object that is open. */
  void json(Json json) {
    json.field("durationMs", millis()).beginArray("statements");
    for (Ran each : ran) {
      json.beginObject()
          .field("file", each.step().script().file())
          .field("line", each.statement().line())
          .field("sql", each.statement().text())
          .field("durationMs", each.millis())
          .beginArray("locks");
      for (TableLock lock : each.locks()) {
        lock.json(json);
      }
      json.endArray().beginArray("rewrites");
      for (String table : each.rewritten()) {
        json.element(table);
      }
      json.endArray().endObject();
    }
    json.endArray().beginArray("locks");
    for (TableLock lock : strongest()) {
      lock.json(json);
    }
    json.endArray();
  }
}
