package tally.migrate.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.SqlState;
import tally.migrate.script.Lexer;

/**
 * A statement that works on an index, or detaches a partition, {@code CONCURRENTLY}: it blocks
 * nobody, waits for everybody, and what it leaves behind when it fails is invalid.
 *
 * @param builds whether it makes an index, which may be left behind invalid
 * @param name of the index it makes, folded as the server does; null where it names none
 * @param table on which it makes one, as it is written; null where it does not say
 * @param rest the statement that does the rest of one that was begun and not finished; null where
 *     the same can be said again
 */
record IndexStatement(
    boolean builds, @Nullable String name, @Nullable String table, @Nullable String rest) {
  private static final Pattern CONCURRENTLY = Pattern.compile("(?is)^(.*)concurrently");

  IndexStatement(boolean builds, @Nullable String name, @Nullable String table) {
    this(builds, name, table, null);
  }

  /** Whether it makes an index of one table that the server is to find a name for. */
  boolean isNameless() {
    return name == null && table != null;
  }

  /** Whether an error says that a statement whose outcome was not known did what it was to do. */
  boolean isDoneAlready(SQLException error) {
    if (rest != null) {
      // "Is not a partition of".
      return SqlState.is(error, SqlState.NO_SUCH_TABLE);
    }
    return SqlState.is(error, builds ? SqlState.EXISTS_ALREADY : SqlState.NO_SUCH_OBJECT);
  }

  /** Null for any other statement. */
  static @Nullable IndexStatement of(String sql) {
    List<String> words = words(sql);
    int concurrently = words.indexOf("CONCURRENTLY");
    if (concurrently < 1) {
      return null;
    }
    boolean ofIndex = words.get(concurrently - 1).equals("INDEX");
    return switch (words.get(0)) {
      case "CREATE" -> ofIndex ? create(words, concurrently) : null;
      case "DROP" -> ofIndex ? new IndexStatement(false, null, null) : null;
      case "ALTER" -> words.contains("DETACH") ? detach(sql) : null;
      case "REINDEX" -> new IndexStatement(true, null, null);
      default -> null;
    };
  }

  private static IndexStatement detach(String sql) {
    String rest = CONCURRENTLY.matcher(sql).replaceFirst("$1finalize");
    return new IndexStatement(false, null, null, rest);
  }

  private static IndexStatement create(List<String> words, int concurrently) {
    int next = concurrently + 1;
    if (next + 2 < words.size() && words.get(next).equals("IF")) {
      next += 3;
    }
    int on = words.subList(next, words.size()).indexOf("ON") + next;
    if (on < next || on + 1 >= words.size()) {
      return new IndexStatement(true, null, null);
    }
    String name = on == next ? null : folded(words.get(next));
    int table = words.get(on + 1).equals("ONLY") ? on + 2 : on + 1;
    var written = new StringBuilder();
    for (int i = table; i < words.size() && !isEndOfName(words, table, i); i++) {
      written.append(words.get(i));
    }
    return new IndexStatement(true, name, written.isEmpty() ? null : written.toString());
  }

  /** A name is words with dots between them. */
  private static boolean isEndOfName(List<String> words, int begin, int i) {
    boolean dot = words.get(i).equals(".");
    return i > begin && !dot && !words.get(i - 1).equals(".");
  }

  private static String folded(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  /**
   * Words in upper case, quoted names as they are, signs one by one, until the first parenthesis.
   */
  private static List<String> words(String sql) {
    var lexer = new Lexer(sql.toCharArray());
    var words = new ArrayList<String>();
    while (true) {
      Lexer.Token token = lexer.next();
      if (token == Lexer.Token.END || token == Lexer.Token.UNTERMINATED) {
        return words;
      }
      String text = sql.substring(lexer.start(), lexer.end());
      if (token == Lexer.Token.WORD) {
        words.add(text.toUpperCase(Locale.ROOT));
      } else if (token == Lexer.Token.QUOTED_NAME || token == Lexer.Token.SYMBOL) {
        words.add(text);
      }
    }
  }
}
