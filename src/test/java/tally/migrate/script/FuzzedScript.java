package tally.migrate.script;

import static tally.migrate.script.FileFuzzer.hold;

import java.util.List;
import tally.migrate.revision.Revision;

/** A script that was read, laid beside its text: whatever is no statement must be nothing. */
final class FuzzedScript {
  private final Script script;
  private final String text;
  private int position;

  FuzzedScript(Script script) {
    this.script = script;
    this.text = script.text();
  }

  void check() {
    boolean separated = true;
    for (SqlStatement statement : script.statements()) {
      separated |= skipTo(offset(statement)) > 0;
      hold(separated, "nothing separates it from the one before: " + statement);
      hold(text.startsWith(statement.text(), position), "not what stands there: " + statement);
      position += statement.text().length();
      separated = statement.copyData() != null;
      if (statement.copyData() != null) {
        skipRows(statement.copyData());
      }
      standsAlone(statement);
    }
    skipTo(text.length());
  }

  private int offset(SqlStatement statement) {
    int line = 0;
    for (int i = 1; i < statement.line(); i++) {
      line = text.indexOf('\n', line) + 1;
      hold(line > 0, "there is no such line: " + statement);
    }
    return text.offsetByCodePoints(line, statement.column() - 1);
  }

  /** How many semicolons were passed; everything else on the way is space or a comment. */
  private int skipTo(int end) {
    int semicolons = 0;
    skipSpace();
    while (position < end && text.charAt(position) == ';') {
      semicolons++;
      position++;
      skipSpace();
    }
    hold(position == end, "something is lost at " + position);
    return semicolons;
  }

  private void skipSpace() {
    while (position < text.length()) {
      if (text.startsWith("--", position)) {
        skipLine();
      } else if (text.startsWith("/*", position)) {
        skipComment();
      } else if (" \t\n\u000B\f\r".indexOf(text.charAt(position)) >= 0) {
        position++;
      } else {
        return;
      }
    }
  }

  private void skipLine() {
    while (position < text.length() && "\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
  }

  private void skipComment() {
    int depth = 0;
    do {
      boolean opens = text.startsWith("/*", position);
      boolean closes = text.startsWith("*/", position);
      depth += opens ? 1 : closes ? -1 : 0;
      position += opens || closes ? 2 : 1;
    } while (depth > 0);
  }

  private void skipRows(String rows) {
    skipSpace();
    hold(text.charAt(position) == ';', "rows follow, and no semicolon stands before them");
    position = text.indexOf('\n', position) + 1;
    hold(text.startsWith(rows + "\\.", position), "not the rows that stand there: " + rows);
    position += rows.length() + "\\.".length();
    hold(
        position == text.length() || text.charAt(position) == '\n',
        "the rows do not end in a line of their own");
  }

  /** On its own it is the same statement. */
  private void standsAlone(SqlStatement statement) {
    String rows = statement.copyData() == null ? "" : ";\n" + statement.copyData() + "\\.\n";
    // A mark that stood in the middle would mean nothing at the beginning: the line is never empty.
    String head = script.transactional() ? "--\n" : "-- migrate: no-transaction\n";
    Revision revision = FileFuzzer.accepted(head + statement.text() + rows);
    List<SqlStatement> again = revision.up().statements();
    hold(
        again.size() == 1 && again.get(0).text().equals(statement.text()),
        "other statements on its own: " + again);
  }
}
