package tally.migrate.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The keywords and names of one statement, in order, by which statements are recognised. Comments,
 * strings, numbers and signs are not among them.
 */
public final class Words {
  private static final int FIELDS = 3;
  private static final int LONGEST_KEYWORD = 16;

  private final char[] text;
  // Start, end and open parentheses of each word.
  private int[] places = new int[FIELDS * 16];
  private int size;
  private int longest;

  Words(char[] text) {
    this.text = text;
  }

  void clear() {
    size = 0;
    longest = 0;
  }

  void add(int start, int end, int depth) {
    int at = FIELDS * size;
    if (at == places.length) {
      places = Arrays.copyOf(places, 2 * at);
    }
    places[at] = start;
    places[at + 1] = end;
    places[at + 2] = depth;
    size++;
    longest = Math.max(longest, end - start);
  }

  int size() {
    return size;
  }

  int start(int index) {
    return places[FIELDS * index];
  }

  /** How many parentheses are open around the word. */
  int depth(int index) {
    return places[FIELDS * index + 2];
  }

  /** How many words stand outside of parentheses. */
  int outside() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += depth(i) == 0 ? 1 : 0;
    }
    return count;
  }

  /** The first word in upper case; empty where there is none, or it is too long for a keyword. */
  String keyword() {
    if (size == 0 || places[1] - places[0] > LONGEST_KEYWORD) {
      return "";
    }
    byte[] letters = new byte[places[1] - places[0]];
    for (int i = 0; i < letters.length; i++) {
      char c = text[places[0] + i];
      if (c > '~') {
        return "";
      }
      letters[i] = (byte) (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return new String(letters, ISO_8859_1);
  }

  /**
   * Whether there is such a word and it is this keyword.
   *
   * @param keyword in upper case
   */
  boolean is(int index, String keyword) {
    if (index < 0 || index >= size) {
      return false;
    }
    int start = start(index);
    if (places[FIELDS * index + 1] - start != keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      char c = text[start + i];
      if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the statement begins with these keywords, each in upper case. */
  boolean begin(String... keywords) {
    for (int i = 0; i < keywords.length; i++) {
      if (!is(i, keywords[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a comma or a dot follows: a list goes on, or a name. */
  boolean goesOn(int index) {
    int i = places[FIELDS * index + 1];
    while (i < text.length && Character.isWhitespace(text[i])) {
      i++;
    }
    return i < text.length && (text[i] == ',' || text[i] == '.');
  }

  /** The letters and digits behind a word, in strings too, in upper case. */
  String lettersAfter(int index) {
    var letters = new StringBuilder();
    for (int i = places[FIELDS * index + 1]; i < text.length && text[i] != ';'; i++) {
      if (Character.isLetterOrDigit(text[i])) {
        letters.append(Character.toUpperCase(text[i]));
      }
    }
    return letters.toString();
  }

  /** The first place of a keyword outside of parentheses, negative if there is none. */
  int find(String keyword) {
    for (int i = 0; i < size; i++) {
      if (depth(i) == 0 && is(i, keyword)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a keyword or name stands anywhere, in parentheses too. */
  boolean contain(String keyword) {
    int length = keyword.length();
    if (length > longest) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      // Asked of every statement: most words are told apart by their length, without a call.
      if (places[FIELDS * i + 1] - places[FIELDS * i] == length && is(i, keyword)) {
        return true;
      }
    }
    return false;
  }
}
