package tally.migrate.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -- migrate: leaves TABLE (COLUMN, …)} says of a table once its file has run: these
 * columns are there, in any order, maybe others too.
 *
 * @param table its name, in the version table's schema
 */
public record TableShape(String table, List<String> columns) {

  /** Null if the text is not of the form {@code TABLE (COLUMN, …)}. */
  static @Nullable TableShape parse(String text) {
    int open = text.indexOf('(');
    if (open < 1 || !text.endsWith(")")) {
      return null;
    }
    String table = text.substring(0, open).strip();
    var columns = new ArrayList<String>();
    int from = open + 1;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() - 1 : comma;
      String column = text.substring(from, to).strip();
      if (!isName(column)) {
        return null;
      }
      columns.add(column);
      from = to + 1;
    }
    return isName(table) && !columns.isEmpty() ? new TableShape(table, columns) : null;
  }

  /** A name as PostgreSQL keeps it without quotes. */
  private static boolean isName(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
