package tally.cli;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what a mistyped word was meant to be. */
final class Suggestion {
  private static final int FARTHEST = 3;

  private Suggestion() {}

  /** " Did you mean …?" with the nearest word, empty if none is near. */
  static String of(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(word, name)))
        .filter(name -> distance(word, name) <= FARTHEST)
        .map(name -> " Did you mean " + name + "?")
        .orElse("");
  }

  /** How many letters have to be inserted, removed, replaced or swapped with their neighbour. */
  private static int distance(String a, String b) {
    int[][] to = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          to[i][j] = i + j;
          continue;
        }
        int replaced = to[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        to[i][j] = Math.min(replaced, 1 + Math.min(to[i - 1][j], to[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          to[i][j] = Math.min(to[i][j], to[i - 2][j - 2] + 1);
        }
      }
    }
    return to[a.length()][b.length()];
  }
}
