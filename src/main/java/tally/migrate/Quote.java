package tally.migrate;

import org.jspecify.annotations.Nullable;

/**
 * Names and texts as SQL spells them. For statements that are sent many at once, where bind
 * parameters have no place; always under {@code standard_conforming_strings}.
 */
final class Quote {
  private Quote() {}

  /** {@code "name"}. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code 'text'}, or {@code null}. */
  static String text(@Nullable String text) {
    return text == null ? "null" : '\'' + text.replace("'", "''") + '\'';
  }
}
