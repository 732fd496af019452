package tally.migrate.alembic;

import java.util.regex.Pattern;

/**
 * One revision's part of what {@code alembic upgrade --sql} or {@code downgrade --sql} prints.
 *
 * @param line of its headline
 * @param from empty for base
 * @param to empty for base
 * @param sql what stands between its headline and the statement that moves the version
 * @param statements how many are in it
 * @param transactional false if one of them stands outside of a transaction, or has to
 * @param complete whether the version was moved; if not, Alembic ended with an error here
 */
record AlembicStep(
    int line,
    String from,
    String to,
    String sql,
    int statements,
    boolean transactional,
    boolean complete) {

  /** The statements that move the version between two revisions, either of which may be base. */
  static Pattern move(String from, String to) {
    String before = Pattern.quote("'" + from + "'");
    String after = Pattern.quote("'" + to + "'");
    String move;
    if (from.isEmpty()) {
      move = "INSERT INTO \\S+ \\(version_num\\) VALUES \\(" + after + "\\).*";
    } else if (to.isEmpty()) {
      move = "DELETE FROM \\S+ WHERE \\S+ = " + before;
    } else {
      move = "UPDATE \\S+ SET version_num=" + after + " WHERE \\S+ = " + before;
    }
    return Pattern.compile(move, Pattern.DOTALL);
  }
}
