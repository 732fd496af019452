package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DROP. */
final class DropStatement {
  private DropStatement() {}

  /**
   * @param tokens what follows {@code DROP}
   */
  static List<Change> read(Tokens tokens) {
    boolean cascade = tokens.contain("cascade");
    tokens.skip("foreign");
    if (tokens.skip("table")) {
      return each(tokens, Kind.DROP_TABLE, null, cascade);
    }
    if (tokens.skip("index")) {
      return each(tokens, Kind.DROP_INDEX, null, cascade);
    }
    String sort = ObjectSort.read(tokens);
    if (sort != null) {
      return each(tokens, Kind.DROP_OBJECT, sort, cascade);
    }
    // An extension, the objects of a role …
    Change other = Change.of(Kind.DROP_OBJECT, tokens.line()).with(Trait.CASCADE);
    return cascade ? List.of(other) : List.of();
  }

  private static List<Change> each(
      Tokens tokens, Kind kind, @Nullable String sort, boolean cascade) {
    boolean concurrently = tokens.skip("concurrently");
    boolean ifExists = tokens.skip("if", "exists");
    var changes = new ArrayList<Change>();
    for (Tokens part : tokens.split()) {
      int line = part.line();
      Name name = part.name();
      if (name == null) {
        continue;
      }
      Change change = Change.of(kind, line).detailed(sort);
      change = kind == Kind.DROP_TABLE ? change.on(name) : change.named(name.name());
      boolean belongs = part.skip("on");
      changes.add(
          (belongs ? change.on(part.name()) : change)
              .with(Trait.CONCURRENTLY, concurrently)
              .with(Trait.IF_EXISTS, ifExists)
              .with(Trait.CASCADE, cascade));
    }
    return changes;
  }
}
