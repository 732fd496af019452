package tally.migrate.invocation;

import java.util.Collection;
import java.util.Locale;

/** What somebody may have meant who mistyped. */
public final class Suggestion {
  private static final int MOST_MISTAKES = 2;

  private Suggestion() {}

  /** {@code : did you mean 'upgrade'?}, or nothing where no candidate is near. */
  public static String of(String word, Collection<String> candidates) {
    String nearest = nearest(word, candidates);
    return nearest.isEmpty() ? "" : ": did you mean '" + nearest + "'?";
  }

  /**
   * The candidate with the fewest mistakes, else the only one that begins so; empty where none is
   * near. As many mistakes as half of the letters make another word of it.
   */
  public static String nearest(String word, Collection<String> candidates) {
    String nearest = "";
    int least = Math.min(MOST_MISTAKES + 1, (word.length() + 1) / 2);
    for (String candidate : candidates) {
      int mistakes = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (mistakes < least) {
        least = mistakes;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? beginning(word, candidates) : nearest;
  }

  private static String beginning(String word, Collection<String> candidates) {
    String only = "";
    for (String candidate : candidates) {
      if (word.length() > 1 && candidate.startsWith(word)) {
        if (!only.isEmpty()) {
          return "";
        }
        only = candidate;
      }
    }
    return only;
  }

  /** Levenshtein's: letters to insert, to delete, to replace. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
