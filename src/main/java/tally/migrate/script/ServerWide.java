package tally.migrate.script;

import static tally.migrate.script.Lexer.Token.END;
import static tally.migrate.script.Lexer.Token.QUOTED_NAME;
import static tally.migrate.script.Lexer.Token.UNTERMINATED;
import static tally.migrate.script.Lexer.Token.WORD;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements that change more than the database they run in: roles, other databases, settings of
 * the server, its files. PostgreSQL documentation, chapter 53, "shared" catalogs.
 */
public final class ServerWide {
  private static final Set<String> SHARED =
      Set.of("ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM");

  /** What may be granted on, of that. */
  private static final Set<String> GRANTED = Set.of("DATABASE", "TABLESPACE", "PARAMETER");

  /** What a block may do to the database that it runs in, whichever that is. */
  private static final Set<String> TO_ITS_OWN =
      Set.of(
          "ALTER DATABASE",
          "GRANT ON DATABASE",
          "REVOKE ON DATABASE",
          "COMMENT ON DATABASE",
          "SECURITY ON DATABASE");

  private ServerWide() {}

  /** Its keywords, {@code ALTER ROLE}; null of a statement that is not seen to be one. */
  public static @Nullable String of(SqlStatement statement) {
    return of(statement.text());
  }

  private static @Nullable String of(String statement) {
    Words words = words(statement);
    String keyword = words.keyword();
    return switch (keyword) {
      case "CREATE", "ALTER", "DROP" -> definition(keyword, words);
      case "GRANT", "REVOKE" -> grant(keyword, words);
      case "COMMENT", "SECURITY" -> on(keyword, words);
      case "REASSIGN" -> "REASSIGN OWNED";
      case "COPY" -> copy(words);
      case "DO" -> block(statement);
      default -> null;
    };
  }

  private static Words words(String statement) {
    char[] text = statement.toCharArray();
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
    String kind = oneOf(SHARED, words, 1);
    return kind == null || mapping ? null : keyword + " " + kind;
  }

  private static @Nullable String grant(String keyword, Words words) {
    int object = words.find("ON") + 1;
    if (object == 0) {
      return keyword + " of a role";
    }
    String kind = oneOf(GRANTED, words, object);
    // Without a name behind it, it is the name of a table.
    boolean table =
        words.is(object + 1, "TO") || words.is(object + 1, "FROM") || words.goesOn(object);
    return kind == null || table ? null : keyword + " ON " + kind;
  }

  private static @Nullable String on(String keyword, Words words) {
    String kind = oneOf(SHARED, words, words.find("ON") + 1);
    return kind == null ? null : keyword + " ON " + kind;
  }

  private static @Nullable String oneOf(Set<String> kinds, Words words, int index) {
    for (String kind : kinds) {
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
    for (String body : DoBlock.literals(text)) {
      boolean ownKnown = words(body).contain("CURRENT_DATABASE");
      for (String statement : DoBlock.statements(body)) {
        String what = of(executed(statement));
        if (what != null && !(ownKnown && TO_ITS_OWN.contains(what))) {
          return what;
        }
      }
    }
    return null;
  }

  /** What is put together to be executed, with a name where something is put in. */
  private static String executed(String statement) {
    return words(statement).is(0, "EXECUTE")
        ? String.join(" _ ", DoBlock.literals(statement))
        : statement;
  }
}
