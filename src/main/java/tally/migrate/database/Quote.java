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
}
