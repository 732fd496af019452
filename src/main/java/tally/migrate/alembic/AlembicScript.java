package tally.migrate.alembic;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.revision.Direction;
import tally.migrate.script.Directives;
import tally.migrate.script.Fault;
import tally.migrate.script.FileName;
import tally.migrate.script.Splitter;
import tally.migrate.script.SqlStatement;
import tally.migrate.script.StatementRules;
import tally.migrate.script.Words;
import tally.migrate.state.VersionTable;

/**
 * Takes the output of {@code alembic upgrade --sql} or {@code downgrade --sql} apart.
 *
 * <p>A step begins with a comment, {@code -- Running upgrade a -> b}, and ends with the statement
 * that moves the version. As a migration may contain such a comment too, it counts only where a
 * step may begin: at the start, after the end of a step, or after a BEGIN, which is how a second
 * output begins that was appended to one that broke off.
 */
public final class AlembicScript {
  private static final Pattern HEADLINE =
      Pattern.compile("-- Running (upgrade|downgrade) (.*?) -> (.*?)\\s*");
  private static final Pattern VERSION_TABLE =
      Pattern.compile("CREATE TABLE (\\S+) \\(\\s*version_num .*|DROP TABLE \\S+", Pattern.DOTALL);

  private final String file;
  private final Direction direction;
  private final String[] lines;
  private final List<AlembicStep> steps = new ArrayList<>();
  // Of the step that is being read.
  private @Nullable Matcher headline;
  private int headlineAt;
  private final StringBuilder sql = new StringBuilder();
  private int statements;
  private boolean alone;
  private boolean complete;
  // Of the whole script.
  private int taken;
  private boolean begun;
  private boolean inTransaction;
  private boolean mayBegin = true;
  private String versionTable = VersionTable.ALEMBIC.name();

  private AlembicScript(String file, Direction direction, String text) {
    this.file = file;
    this.direction = direction;
    this.lines = text.split("\n", -1);
  }

  /**
   * Reads what {@code alembic upgrade --sql} or {@code downgrade --sql} printed.
   *
   * @param file its name, for errors
   * @throws InvalidFilesException if it is something else, or has branches
   */
  public static AlembicScript parse(String file, Direction direction, String text) {
    var script = new AlembicScript(file, direction, text);
    script.requireSql();
    script.read(text);
    return script;
  }

  /** In the order of the output. */
  List<AlembicStep> steps() {
    return steps;
  }

  /** As Alembic names it, {@code alembic_version} unless its env.py says otherwise. */
  public String versionTable() {
    return versionTable;
  }

  private void requireSql() {
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].startsWith("INFO  [") || lines[i].startsWith("Traceback (most recent")) {
        throw fault(
            i + 1,
            "Alembic's messages are among the SQL: keep standard output alone, without 2>&1");
      }
    }
  }

  private void read(String text) {
    var faults = new ArrayList<Fault>();
    var name = new FileName("1", "1_alembic", direction == Direction.UP);
    var directives = new Directives(name, file, faults);
    var splitter = new Splitter(text, file, directives, faults);
    for (var next = splitter.next(); next != null; next = splitter.next()) {
      comments(next.line() - 1);
      statement(next, splitter.words());
    }
    if (!faults.isEmpty()) {
      throw new InvalidFilesException(faults);
    }
    comments(lines.length);
    finish();
  }

  /** Takes the lines before a statement, up to its number from 0. */
  private void comments(int end) {
    for (; taken < end; taken++) {
      Matcher matcher = HEADLINE.matcher(lines[taken]);
      if (mayBegin && matcher.matches()) {
        finish();
        begin(matcher);
      } else if (!lines[taken].isBlank() || !sql.toString().endsWith("\n\n")) {
        append(lines[taken]);
      }
    }
  }

  private void append(String line) {
    if (headline != null && !complete) {
      sql.append(line).append('\n');
    }
  }

  private void begin(Matcher matcher) {
    if (!matcher.group(1).equals(direction.command())) {
      throw fault(
          taken + 1,
          "this is the output of `alembic "
              + matcher.group(1)
              + "`; the files are UP.sql DOWN.sql, in this order");
    }
    if (matcher.group(2).contains(",") || matcher.group(3).contains(",")) {
      throw fault(
          taken + 1, "a merge of branches; numbered files are one line, which has no branches");
    }
    headline = matcher;
    headlineAt = taken + 1;
    mayBegin = false;
    inTransaction = begun;
  }

  private void finish() {
    if (headline != null) {
      steps.add(
          new AlembicStep(
              headlineAt,
              headline.group(2),
              headline.group(3),
              sql.toString().strip(),
              statements,
              !alone,
              complete));
    }
    headline = null;
    sql.setLength(0);
    statements = 0;
    alone = false;
    complete = false;
  }

  private void statement(SqlStatement statement, Words words) {
    String line = lines[statement.line() - 1].strip();
    int end = statement.line() + (int) statement.text().chars().filter(c -> c == '\n').count();
    if (line.equals("BEGIN;") || line.equals("COMMIT;")) {
      inTransaction = line.equals("BEGIN;");
      begun |= inTransaction;
      mayBegin |= inTransaction;
    } else if (headline == null || complete) {
      between(statement);
    } else if (AlembicStep.move(headline.group(2), headline.group(3))
        .matcher(statement.text())
        .matches()) {
      complete = true;
      mayBegin = true;
    } else {
      mayBegin = false;
      statements++;
      alone |= mustBeAlone(words) || (begun && !inTransaction);
      // Several may share a line.
      for (int i = taken; i < end; i++) {
        append(lines[i]);
      }
    }
    taken = Math.max(taken, end);
  }

  private static boolean mustBeAlone(Words words) {
    return StatementRules.fault(words, true) != null && StatementRules.fault(words, false) == null;
  }

  /** Between steps there is nothing but the making and dropping of the version table. */
  private void between(SqlStatement statement) {
    Matcher matcher = VERSION_TABLE.matcher(statement.text());
    if (!matcher.matches()) {
      throw fault(
          statement.line(),
          "this statement belongs to no revision: put it into one, or take it out here");
    }
    String created = matcher.group(1);
    versionTable = created == null ? versionTable : created;
  }

  private InvalidFilesException fault(int line, String message) {
    return new InvalidFilesException(List.of(new Fault(file, line, message)));
  }
}
