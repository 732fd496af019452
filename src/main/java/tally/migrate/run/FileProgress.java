package tally.migrate.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tally.migrate.console.LiveLine;
import tally.migrate.console.Waiting;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

/**
 * How far a file has come, for somebody at a terminal: {@code 003_c.up.sql (3 of 7), statement 4 of
 * 13, 12s}.
 */
final class FileProgress implements LiveLine.Text {
  /** The server cuts a longer text off, at 1024 bytes unless it is configured otherwise. */
  private static final int SURELY_WHOLE = 900;

  private final Script script;
  private final int number;
  private final int files;
  private final BlockerWatch watch;
  private final long began = System.nanoTime();
  private int at;
  private String retry = "";

  /**
   * A file begins.
   *
   * @param number which of the files it is, from 1
   */
  FileProgress(Script script, int number, int files, BlockerWatch watch) {
    this.script = script;
    this.number = number;
    this.files = files;
    this.watch = watch;
  }

  /** This statement is next, from 1. */
  synchronized void at(int statement) {
    at = statement;
  }

  /** It begins anew. */
  synchronized void again() {
    at = 0;
    retry = "";
  }

  /** It is waited for another attempt. */
  synchronized void retry(String which) {
    retry = which;
  }

  @Override
  public synchronized String text() {
    int all = script.statements().size();
    int statement = Math.max(at, find(watch.statement()));
    at = statement;
    String elapsed = Waiting.elapsed(began);
    String blockers = watch.blockersNow();
    var text = new StringBuilder(script.file());
    if (files > 1) {
      text.append(" (").append(number).append(" of ").append(files).append(')');
    }
    text.append(", ");
    if (!retry.isEmpty()) {
      text.append(retry);
    } else if (statement == 0) {
      text.append(all).append(all == 1 ? " statement" : " statements");
    } else {
      text.append("statement ").append(statement).append(" of ").append(all);
    }
    if (!elapsed.isEmpty()) {
      text.append(", ").append(elapsed);
    }
    if (!blockers.isEmpty() && retry.isEmpty()) {
      text.append(", waiting for ").append(blockers);
    }
    return text.toString();
  }

  /** Which statement has this text, from 1, from where the file is; 0 for none. */
  private int find(String running) {
    List<SqlStatement> statements = script.statements();
    boolean cut = running.getBytes(StandardCharsets.UTF_8).length >= SURELY_WHOLE;
    for (int i = Math.max(0, at - 1); i < statements.size() && !running.isEmpty(); i++) {
      String text = statements.get(i).text();
      if (cut ? text.startsWith(running) : text.equals(running)) {
        return i + 1;
      }
    }
    return 0;
  }
}
