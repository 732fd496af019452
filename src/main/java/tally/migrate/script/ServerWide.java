package tally.migrate.script;

import static tally.migrate.script.Lexer.Token.END;
import static tally.migrate.script.Lexer.Token.QUOTED_NAME;
import static tally.migrate.script.Lexer.Token.UNTERMINATED;
import static tally.migrate.script.Lexer.Token.WORD;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Statements that change more than the database they run in: roles, other databases, settings of
 * the server, its files. PostgreSQL documentation, chapter 53, "shared" catalogs.
 */
public final class ServerWide {
  private static final Set<String> SHARED =
      Set.of("ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM");

  /** What is put together within a DO block, as far as its text shows. */
  private static final Pattern IN_BLOCK =
      Pattern.compile(
          "\\b(create|alter|drop)\\s+(role|user(?!\\s+mapping)|group|database|tablespace|system)\\b",
          Pattern.CASE_INSENSITIVE);

  private ServerWide() {}

  /** Its keywords, {@code ALTER ROLE}; null of a statement that is not seen to be one. */
  public static @Nullable String of(SqlStatement statement) {
    Words words = words(statement);
    String keyword = words.keyword();
    return switch (keyword) {
      case "CREATE", "ALTER", "DROP" -> definition(keyword, words);
      case "GRANT", "REVOKE" -> grant(keyword, words);
      case "COMMENT", "SECURITY" -> on(keyword, words);
      case "REASSIGN" -> "REASSIGN OWNED";
      case "COPY" -> copy(words);
      case "DO" -> block(statement.text());
      default -> null;
    };
  }

  private static Words words(SqlStatement statement) {
    char[] text = statement.text().toCharArray();
    var lexer = new Lexer(text);
    var words = new Words(text);
    int parentheses = 0;
    for (var token = lexer.next(); token != END && token != UNTERMINATED; token = lexer.next()) {
      if (token == WORD || token == QUOTED_NAME) {
        words.add(lexer.start(), lexer.end(), parentheses);
      } else if (text[lexer.start()] == '(') {
        parentheses++;
      } else if (text[lexer.start()] == ')') {
        parentheses--;
      }
    }
    return words;
  }

  private static @Nullable String definition(String keyword, Words words) {
    boolean mapping = words.is(1, "USER") && words.is(2, "MAPPING");
    if (words.begin("DROP", "OWNED")) {
      return "DROP OWNED";
    }
    String kind = shared(words, 1);
    return kind == null || mapping ? null : keyword + " " + kind;
  }

  private static @Nullable String grant(String keyword, Words words) {
    if (words.find("ON") < 0) {
      return keyword + " of a role";
    }
    return words.is(words.find("ON") + 1, "PARAMETER")
        ? keyword + " ON PARAMETER"
        : on(keyword, words);
  }

  private static @Nullable String on(String keyword, Words words) {
    String kind = shared(words, words.find("ON") + 1);
    return kind == null ? null : keyword + " ON " + kind;
  }

  private static @Nullable String shared(Words words, int index) {
    for (String kind : SHARED) {
      if (words.is(index, kind)) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable String copy(Words words) {
    if (words.find("TO") > 0) {
      return "COPY TO";
    }
    return words.is(words.find("FROM") + 1, "PROGRAM") ? "COPY FROM PROGRAM" : null;
  }

  private static @Nullable String block(String text) {
    Matcher found = IN_BLOCK.matcher(text);
    while (found.find()) {
      String what = found.group().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
      // The usual way to name the database that one is in, whichever that is.
      if (!what.equals("ALTER DATABASE") || !text.contains("current_database")) {
        return what;
      }
    }
    return null;
  }
}
