package tally.db;

import java.util.stream.IntStream;

/**
 * A text to look for within others, in any case, as the database knows the cases of letters. No
 * character of it has a special meaning.
 *
 * @param text not empty
 */
public record SearchText(String text) {
  /** The trigram indexes know runs of so many letters or digits, one end of a word among them. */
  private static final int RUN = 3;

  private static final int MOST_RUNS = 12;

  /** That the text is in a column, in SQL, where {@link #pattern} is bound. */
  public String in(String column) {
    // Comparing without regard to case takes six times as long.
    return column + (hasLetters() ? " ilike" : " like") + " :pattern";
  }

  /** What is bound to {@code :pattern}. */
  public String pattern() {
    return pattern(text);
  }

  private static String pattern(String text) {
    return "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
  }

  /** Whether an index can find it. */
  public boolean isIndexed() {
    return runs().length > 0;
  }

  /**
   * Patterns for what an index is asked for when it is asked for the text: some of them, if there
   * are many; none, if the index can't find it.
   */
  public String[] runs() {
    int[] c = text.codePoints().toArray();
    var runs =
        IntStream.rangeClosed(0, c.length - RUN)
            .filter(i -> isRun(c[i], c[i + 1], c[i + 2]))
            .mapToObj(i -> pattern(new String(c, i, RUN)))
            .distinct()
            .toList();
    int n = Math.min(runs.size(), MOST_RUNS);
    return IntStream.range(0, n)
        .mapToObj(i -> runs.get(i * runs.size() / n))
        .toArray(String[]::new);
  }

  /** A blank stands for all that ends a word there, of which it is the most frequent by far. */
  private static boolean isRun(int first, int second, int third) {
    return Character.isLetterOrDigit(second)
        && (Character.isLetterOrDigit(first) || first == ' ')
        && (Character.isLetterOrDigit(third) || third == ' ')
        && (first != ' ' || third != ' ');
  }

  /** Whether some character may have another case. */
  private boolean hasLetters() {
    return text.codePoints().anyMatch(c -> c >= 128 || Character.isLetter(c));
  }
}
