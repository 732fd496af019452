package tally.migrate.script;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statements a migration may not contain: those that would take the transaction or the lock
 * out of the migrator's hands, and those that the server refuses inside a transaction.
 */
public final class StatementRules {
  /** What may stand behind {@code set client_encoding}. */
  private static final Set<String> UTF8 =
      Set.of("UTF8", "TOUTF8", "UNICODE", "TOUNICODE", "DEFAULT", "TODEFAULT");

  private StatementRules() {}

  /**
   * What is wrong with a statement, null if nothing.
   *
   * @param transactional whether its file runs in a transaction
   */
  public static @Nullable String fault(Words words, boolean transactional) {
    if (words.contain("PG_ADVISORY_UNLOCK_ALL") || words.contain("\"PG_ADVISORY_UNLOCK_ALL\"")) {
      return "pg_advisory_unlock_all would release the migrator's own lock: remove it";
    }
    String keyword = words.keyword();
    String forbidden =
        switch (keyword) {
          case "BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE" ->
              transactionControl(keyword);
          case "START", "PREPARE" ->
              words.is(1, "TRANSACTION") ? transactionControl(keyword + " TRANSACTION") : null;
          case "SET" -> setting(words);
          case "DISCARD" -> "DISCARD would release the migrator's own lock: remove it";
          case "COPY" ->
              copiesToClient(words)
                  ? "COPY … TO STDOUT has no reader in a migration: remove it"
                  : null;
          default -> null;
        };
    if (forbidden != null || !transactional) {
      return forbidden;
    }
    String alone = needsNoTransaction(keyword, words);
    return alone == null
        ? null
        : alone
            + " cannot run in a transaction: put it into a file of its own, with the line"
            + " '-- migrate: no-transaction' at its head";
  }

  /** Whether the rows of a COPY follow in the script. */
  static boolean copiesFromClient(Words words) {
    return words.is(0, "COPY") && isClient(words, words.find("FROM") + 1);
  }

  private static boolean copiesToClient(Words words) {
    return isClient(words, words.find("TO") + 1);
  }

  /** The grammar takes either word in either direction. */
  private static boolean isClient(Words words, int index) {
    return index > 0 && (words.is(index, "STDIN") || words.is(index, "STDOUT"));
  }

  private static String transactionControl(String keyword) {
    return keyword
        + ": transactions are the migrator's; remove it (a file is one transaction, or with"
        + " '-- migrate: no-transaction' none)";
  }

  private static @Nullable String setting(Words words) {
    int name = words.is(1, "SESSION") || words.is(1, "LOCAL") ? 2 : 1;
    if (words.is(name, "TRANSACTION")) {
      return transactionControl("SET TRANSACTION");
    }
    if (words.is(name, "CHARACTERISTICS")) {
      return transactionControl("SET SESSION CHARACTERISTICS");
    }
    if ((words.is(name, "CLIENT_ENCODING") || words.is(name, "NAMES"))
        && !UTF8.contains(words.lettersAfter(name))) {
      return "client_encoding stays UTF8, which is what the file is in: with another value the server"
          + " would read it wrongly";
    }
    int last = words.size() - 1;
    if (words.is(name, "STANDARD_CONFORMING_STRINGS")
        && !words.is(last, "ON")
        && !words.is(last, "TRUE")
        && !words.is(last, "DEFAULT")) {
      return "standard_conforming_strings stays on: with another value the quotes that follow would"
          + " end elsewhere; write E'…' where backslashes are meant";
    }
    return null;
  }

  private static @Nullable String needsNoTransaction(String keyword, Words words) {
    return switch (keyword) {
      case "CREATE" -> create(words);
      case "DROP" -> drop(words);
      case "ALTER" -> alter(words);
      case "VACUUM" -> keyword;
      case "CLUSTER" -> words.outside() == (words.find("VERBOSE") > 0 ? 2 : 1) ? keyword : null;
      case "REINDEX" -> reindex(words);
      default -> null;
    };
  }

  private static @Nullable String create(Words words) {
    int kind = words.is(1, "UNIQUE") ? 2 : 1;
    if (words.is(kind, "INDEX")) {
      return words.is(kind + 1, "CONCURRENTLY") ? "CREATE INDEX CONCURRENTLY" : null;
    }
    if (words.is(kind, "SUBSCRIPTION")) {
      // Without a replication slot to make it may; what these two are set to is the server's to
      // see.
      boolean told = words.contain("CREATE_SLOT") || words.contain("CONNECT");
      return told ? null : "CREATE SUBSCRIPTION";
    }
    return databaseOrTablespace("CREATE", words);
  }

  private static @Nullable String drop(Words words) {
    return words.begin("DROP", "INDEX", "CONCURRENTLY")
        ? "DROP INDEX CONCURRENTLY"
        : databaseOrTablespace("DROP", words);
  }

  private static @Nullable String databaseOrTablespace(String keyword, Words words) {
    if (words.is(1, "DATABASE")) {
      return keyword.concat(" DATABASE");
    }
    return words.is(1, "TABLESPACE") ? keyword.concat(" TABLESPACE") : null;
  }

  private static @Nullable String alter(Words words) {
    if (words.is(1, "TABLE")) {
      int detach = words.find("DETACH");
      return detach > 0 && words.find("CONCURRENTLY") > detach
          ? "DETACH PARTITION … CONCURRENTLY"
          : null;
    }
    if (words.is(1, "SYSTEM")) {
      return "ALTER SYSTEM";
    }
    if (words.is(1, "DATABASE")) {
      return words.is(3, "SET") && words.is(4, "TABLESPACE")
          ? "ALTER DATABASE SET TABLESPACE"
          : null;
    }
    if (words.is(1, "SUBSCRIPTION")) {
      return words.is(3, "REFRESH") ? "ALTER SUBSCRIPTION REFRESH" : null;
    }
    return null;
  }

  private static @Nullable String reindex(Words words) {
    int kind = 1;
    while (kind < words.size() && words.depth(kind) > 0) {
      boolean off = words.is(kind + 1, "FALSE") || words.is(kind + 1, "OFF");
      if (words.is(kind, "CONCURRENTLY") && !off) {
        return "REINDEX CONCURRENTLY";
      }
      kind++;
    }
    if (words.is(kind + 1, "CONCURRENTLY")) {
      return "REINDEX CONCURRENTLY";
    }
    boolean many = words.is(kind, "SCHEMA") || words.is(kind, "DATABASE");
    return many || words.is(kind, "SYSTEM") ? "REINDEX of a schema or a database" : null;
  }
}
