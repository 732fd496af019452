package tally.migrate.lint;

import java.util.Set;

/**
 * Whether a default is one value for all rows, which PostgreSQL then stores once, or is computed
 * row by row. A function that is not known to be stable is taken for volatile, as one that somebody
 * made is unless it was declared otherwise.
 */
final class DefaultValue {
  /** Stable or immutable, or no functions at all but types and syntax with a parenthesis behind. */
  private static final Set<String> SAME_FOR_ALL =
      Set.of(
          "now",
          "current_timestamp",
          "localtimestamp",
          "current_time",
          "localtime",
          "transaction_timestamp",
          "statement_timestamp",
          "date_trunc",
          "timezone",
          "to_timestamp",
          "to_date",
          "to_char",
          "make_date",
          "make_interval",
          "make_timestamptz",
          "extract",
          "date_part",
          "age",
          "lower",
          "upper",
          "btrim",
          "concat",
          "md5",
          "sha256",
          "digest",
          "encode",
          "decode",
          "length",
          "round",
          "floor",
          "ceil",
          "abs",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "cast",
          "row",
          "array",
          "array_fill",
          "jsonb_build_object",
          "jsonb_build_array",
          "json_build_object",
          "json_build_array",
          "to_jsonb",
          "to_json",
          "current_setting",
          "current_schema",
          "to_tsvector",
          "and",
          "or",
          "not",
          "in",
          "any",
          "then",
          "else",
          "when",
          "case",
          "varchar",
          "varying",
          "char",
          "character",
          "bpchar",
          "bit",
          "numeric",
          "decimal",
          "float",
          "time",
          "timestamp",
          "timestamptz",
          "interval",
          "default");

  private DefaultValue() {}

  /**
   * Passes an expression by, up to the next constraint of the column.
   *
   * @return whether it is computed row by row
   */
  static boolean skipAndTest(Tokens tokens) {
    boolean rowByRow = false;
    int depth = 0;
    for (boolean first = true; !tokens.isEnd(); first = false) {
      if (!first && depth == 0 && isEnd(tokens)) {
        break;
      }
      Tokens.Token next = tokens.peek(1);
      Tokens.Token token = tokens.peek(0);
      if (token != null) {
        depth += Tokens.depthOf(token);
        boolean called = token.isName() && next != null && next.isSign('(') && !isCast(tokens);
        rowByRow |= called && !SAME_FOR_ALL.contains(token.text());
      }
      tokens.skip();
    }
    return rowByRow;
  }

  /** Whether a type comes next: {@code '…'::geometry(Point, 4326)}. */
  private static boolean isCast(Tokens tokens) {
    Tokens.Token before = tokens.peek(-1);
    return before != null && before.isSign(':');
  }

  private static boolean isEnd(Tokens tokens) {
    return tokens.atAny("constraint", "not", "null", "primary", "unique", "references", "check")
        || tokens.atAny("generated", "collate", "deferrable", "initially");
  }
}
