package tally.migrate.lint;

import java.util.ArrayList;
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

  /** As it is written, but for the names that are two for one type. */
  @Override
  public String toString() {
    return tokens.stream()
        .map(Tokens.Token::text)
        .collect(Collectors.joining(" "))
        .replace("character varying", "varchar")
        .replace("decimal", "numeric");
  }

  /** Whether each value of a type is one of another, stored in the same way. */
  static boolean isWider(String type, String than) {
    boolean unlimited = type.equals("text") || type.equals("varchar");
    if (than.equals("text") || than.equals("varchar")) {
      return unlimited;
    }
    List<Integer> before = limits("varchar", than);
    if (!before.isEmpty()) {
      List<Integer> after = limits("varchar", type);
      return unlimited || (!after.isEmpty() && after.get(0) >= before.get(0));
    }
    List<Integer> digits = limits("numeric", than);
    List<Integer> more = limits("numeric", type);
    boolean sameScale = !digits.isEmpty() && scale(digits) == scale(more);
    return sameScale && !more.isEmpty() && more.get(0) >= digits.get(0);
  }

  private static int scale(List<Integer> limits) {
    return limits.size() > 1 ? limits.get(1) : 0;
  }

  /** Of {@code varchar ( 10 )} the 10; empty of another type, or of one without limits. */
  private static List<Integer> limits(String name, String type) {
    String begin = name + " ( ";
    String end = " )";
    if (!type.startsWith(begin) || !type.endsWith(end)) {
      return List.of();
    }
    var limits = new ArrayList<Integer>();
    for (String word :
        type.substring(begin.length(), type.length() - end.length()).split(" , ", -1)) {
      if (word.isEmpty() || word.length() > 9 || !word.chars().allMatch(Character::isDigit)) {
        return List.of();
      }
      limits.add(Integer.parseInt(word));
    }
    return limits;
  }
}
