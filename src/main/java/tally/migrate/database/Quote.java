package tally.migrate.database;

import org.jspecify.annotations.Nullable;

/**
 * Names and texts as SQL spells them. For statements that are sent many at once, where bind
 * parameters have no place; always under {@code standard_conforming_strings}.
 */
public final class Quote {
  private Quote() {}

  /** {@code "name"}. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code 'text'}, or {@code null}. */
  public static String text(@Nullable String text) {
    return text == null ? "null" : '\'' + text.replace("'", "''") + '\'';
  }

  /**
   * Puts texts, quoted, where their names stand behind a dollar sign. In one pass: a text may
   * itself look like such a name.
   *
   * @param namesAndTexts each name with its text after it
   */
  public static String fill(String sql, @Nullable String... namesAndTexts) {
    var filled = new StringBuilder();
    int from = 0;
    for (int at = sql.indexOf('$'); at >= 0; at = sql.indexOf('$', at + 1)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        String name = String.valueOf(namesAndTexts[i]);
        if (sql.startsWith(name, at + 1)) {
          filled.append(sql, from, at).append(text(namesAndTexts[i + 1]));
          from = at + 1 + name.length();
          break;
        }
      }
    }
    return filled.append(sql, from, sql.length()).toString();
  }
}
