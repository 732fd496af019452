package tally.migrate.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The type of a column, as it is written. */
final class ColumnType {
  private static final Set<String> ENDS =
      Set.of(
          "constraint",
          "not",
          "null",
          "default",
          "primary",
          "unique",
          "references",
          "check",
          "generated",
          "collate",
          "deferrable",
          "initially",
          "storage",
          "compression",
          "using");
  private static final Set<String> SERIAL =
      Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");
  private static final Set<String> SMALL_INTEGER =
      Set.of("int", "integer", "int4", "smallint", "int2");
  private static final Set<String> CHARACTER = Set.of("char", "character", "bpchar", "nchar");

  private final List<Tokens.Token> tokens;

  private ColumnType(List<Tokens.Token> tokens) {
    this.tokens = tokens;
  }

  /** The type that comes next. */
  static ColumnType read(Tokens from) {
    if (from.skip("pg_catalog")) {
      from.skip('.');
    }
    List<Tokens.Token> rest = from.rest();
    int length = 0;
    while (length < rest.size() && !isEnd(rest.get(length))) {
      length++;
      from.skip();
    }
    return new ColumnType(rest.subList(0, length));
  }

  private static boolean isEnd(Tokens.Token token) {
    return ENDS.stream().anyMatch(token::is);
  }

  boolean isJson() {
    return begins("json");
  }

  boolean isSerial() {
    return SERIAL.stream().anyMatch(this::begins);
  }

  boolean isSmallInteger() {
    return SMALL_INTEGER.stream().anyMatch(this::begins);
  }

  boolean isCharacter() {
    if (begins("national")) {
      return !has("varying");
    }
    return CHARACTER.stream().anyMatch(this::begins) && !has("varying");
  }

  boolean isTimestampWithoutZone() {
    return begins("timestamp") && !has("with");
  }

  private boolean begins(String word) {
    return !tokens.isEmpty() && tokens.get(0).is(word);
  }

  private boolean has(String word) {
    return tokens.stream().anyMatch(token -> token.is(word));
  }

  /** As it is written, {@code character varying} as {@code varchar}. */
  @Override
  public String toString() {
    return tokens.stream()
        .map(Tokens.Token::text)
        .collect(Collectors.joining(" "))
        .replace("character varying", "varchar");
  }

  /** Whether each value of a type is one of another, stored in the same way. */
  static boolean isWider(String type, String than) {
    if (than.equals("text") || than.equals("varchar")) {
      return type.equals("text") || type.equals("varchar");
    }
    int before = length(than);
    int after = length(type);
    return before > 0 && (type.equals("text") || type.equals("varchar") || after >= before);
  }

  /** Of {@code varchar ( n )} the n, 0 of all others. */
  private static int length(String type) {
    if (!type.startsWith("varchar ( ") || !type.endsWith(" )")) {
      return 0;
    }
    String digits = type.substring("varchar ( ".length(), type.length() - " )".length());
    boolean number = digits.length() < 10 && digits.chars().allMatch(Character::isDigit);
    return number ? Integer.parseInt(digits) : 0;
  }
}
