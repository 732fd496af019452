package tally.migrate.failure;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

/**
 * What the server said against a statement, and where in the file that is.
 *
 * @param script the file
 * @param statement null for what belongs to no statement, such as the commit
 * @param error the server's
 */
public record StatementFailure(
    Script script, @Nullable SqlStatement statement, SQLException error) {
  private static final int LINES_AROUND = 3;
  private static final int LONGEST_LINE = 160;

  /** {@code FILE:LINE:COLUMN: ERROR SQLSTATE message}. */
  public String headline() {
    return place() + ": ERROR " + error.getSQLState() + " " + message(error);
  }

  /** The server's sentence, without the severity before it and the details behind. */
  public static String message(SQLException error) {
    ServerErrorMessage server = server(error);
    String message = server == null ? null : server.getMessage();
    return message == null ? String.valueOf(error.getMessage()) : message;
  }

  /** {@code FILE:LINE:COLUMN}, or the file alone. */
  String place() {
    return statement == null
        ? script.file() + " (at commit)"
        : script.file() + ":" + line() + ":" + column();
  }

  /** From 1, in the file; 0 where it belongs to no statement. */
  public int line() {
    return statement == null ? 0 : at(statement)[0];
  }

  /** From 1, in code points; 0 where it belongs to no statement. */
  public int column() {
    return statement == null ? 0 : at(statement)[1];
  }

  /** The headline, the statement, and what else the server said. Lines without an end. */
  String report() {
    var report = new StringBuilder(headline());
    if (statement != null) {
      excerpt(report, statement);
    }
    add(report, "detail", detail());
    add(report, "hint", hint());
    add(report, "context", context());
    return report.toString();
  }

  /** What the server said beside its sentence; null for nothing. */
  public @Nullable String detail() {
    ServerErrorMessage server = server(error);
    return server == null ? null : server.getDetail();
  }

  /** What the server advises; null for nothing. */
  public @Nullable String hint() {
    ServerErrorMessage server = server(error);
    return server == null ? null : server.getHint();
  }

  /** Inside of what it happened, as a function; null where that is not said. */
  public @Nullable String context() {
    ServerErrorMessage server = server(error);
    return server == null ? null : server.getWhere();
  }

  private static void add(StringBuilder report, String name, @Nullable String text) {
    if (text != null) {
      report.append("\n  ").append(name).append(": ").append(text.replace("\n", "\n    "));
    }
  }

  private void excerpt(StringBuilder report, SqlStatement failed) {
    String[] lines = failed.text().split("\n", -1);
    int culprit = line() - failed.line();
    int first = Math.max(0, culprit - LINES_AROUND);
    int last = Math.min(lines.length - 1, culprit + LINES_AROUND);
    int width = Integer.toString(failed.line() + last).length();
    for (int i = first; i <= last; i++) {
      String number = Integer.toString(failed.line() + i);
      report
          .append("\n  ")
          .append(" ".repeat(width - number.length()))
          .append(number)
          .append(" | ")
          .append(shorten(lines[i]));
      if (i == culprit && position() > 0 && column() <= LONGEST_LINE) {
        int indent = column() - (i == 0 ? failed.column() : 1);
        report
            .append("\n  ")
            .append(" ".repeat(width))
            .append(" | ")
            .append(" ".repeat(indent))
            .append('^');
      }
    }
  }

  private static String shorten(String line) {
    // A carriage return would have the terminal write over what stands before it.
    String shown = line.replace('\r', ' ');
    return shown.length() <= LONGEST_LINE ? shown : shown.substring(0, LONGEST_LINE) + " …";
  }

  /** Line and column of the server's position, or of the statement's begin where it gives none. */
  private int[] at(SqlStatement failed) {
    String text = failed.text();
    int line = failed.line();
    int column = failed.column();
    int left = position() - 1;
    for (int i = 0; left > 0 && i < text.length(); left--) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (character == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new int[] {line, column};
  }

  /** In code points from 1, 0 if the server gave none. */
  private int position() {
    ServerErrorMessage server = server(error);
    return server == null ? 0 : server.getPosition();
  }

  private static @Nullable ServerErrorMessage server(SQLException error) {
    return error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
  }
}
