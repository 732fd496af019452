package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DELETE and UPDATE of all rows there are, in a WITH too. */
final class WholeTable {
  private WholeTable() {}

  static List<Change> read(Tokens tokens) {
    var found = new ArrayList<Change>();
    // What stands in a function, a rule or a trigger is not done now.
    if (tokens.atAny("create", "alter")) {
      return found;
    }
    List<Tokens.Token> all = tokens.rest();
    for (int i = 0; i < all.size(); i++) {
      boolean delete = isDelete(all, i);
      if (begins(all, i) && (delete || isUpdate(all, i)) && !hasWhere(all, i)) {
        Kind kind = delete ? Kind.DELETE_ALL : Kind.UPDATE_ALL;
        found.add(Change.of(kind, all.get(i).line()).on(table(tokens, delete ? i + 2 : i + 1)));
      }
    }
    return found;
  }

  /** Not FOR UPDATE, DO UPDATE or ON DELETE. */
  private static boolean begins(List<Tokens.Token> all, int i) {
    if (i == 0) {
      return true;
    }
    Tokens.Token before = all.get(i - 1);
    return before.isSign('(') || before.isSign(')') || before.is("analyze") || before.is("explain");
  }

  private static boolean isDelete(List<Tokens.Token> all, int i) {
    return all.get(i).is("delete") && i + 1 < all.size() && all.get(i + 1).is("from");
  }

  private static boolean isUpdate(List<Tokens.Token> all, int i) {
    return all.get(i).is("update") && i + 1 < all.size() && all.get(i + 1).isName();
  }

  private static boolean hasWhere(List<Tokens.Token> all, int from) {
    int depth = 0;
    for (int i = from; i < all.size() && depth >= 0; i++) {
      if (depth == 0 && all.get(i).is("where")) {
        return true;
      }
      depth += Tokens.depthOf(all.get(i));
    }
    return false;
  }

  private static @Nullable Name table(Tokens tokens, int at) {
    Tokens from = tokens.ahead(at);
    from.skip("only");
    return from.name();
  }
}
