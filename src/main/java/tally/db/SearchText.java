package tally.db;

import java.util.ArrayList;
import java.util.List;

/**
 * A text to look for within others, in any case. No character of it has a special meaning.
 *
 * @param text not empty
 */
public record SearchText(String text) {
  /** The trigram indexes find nothing shorter. */
  private static final int SHORTEST_IN_INDEX = 3;

  /** That the text is in a column, in SQL, where {@link #patterns} are bound. */
  public String in(String column) {
    // Comparing without regard to case takes far longer, where many rows have to be looked at.
    return isShort()
        ? column + " like any (cast(:patterns as text[]))"
        : column + (hasCase() ? " ilike " : " like ") + "(cast(:patterns as text[]))[1]";
  }

  /** What is bound to {@code :patterns}: one pattern, or one for each way to write a short text. */
  public String[] patterns() {
    return (isShort() ? spellings() : List.of(text))
        .stream().map(SearchText::pattern).toArray(String[]::new);
  }

  private boolean hasCase() {
    return text.codePoints()
        .anyMatch(
            c -> Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  private boolean isShort() {
    return text.codePointCount(0, text.length()) < SHORTEST_IN_INDEX;
  }

  private List<String> spellings() {
    var spellings = List.of("");
    for (int c : text.codePoints().toArray()) {
      var longer = new ArrayList<String>();
      for (var spelling : spellings) {
        for (int variant : new int[] {c, Character.toLowerCase(c), Character.toUpperCase(c)}) {
          var more = spelling + Character.toString(variant);
          if (!longer.contains(more)) {
            longer.add(more);
          }
        }
      }
      spellings = longer;
    }
    return spellings;
  }

  private static String pattern(String text) {
    return "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
  }
}
