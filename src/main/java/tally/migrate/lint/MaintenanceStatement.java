package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;

/** What works on whole tables: TRUNCATE, LOCK, VACUUM, CLUSTER, REINDEX, REFRESH. */
final class MaintenanceStatement {
  private MaintenanceStatement() {}

  static List<Change> read(Tokens tokens) {
    int line = tokens.line();
    if (tokens.skip("truncate")) {
      tokens.skip("table");
      boolean cascade = tokens.contain("cascade");
      return each(tokens, Change.of(Kind.TRUNCATE, line).with(Trait.CASCADE, cascade));
    }
    if (tokens.skip("lock")) {
      tokens.skip("table");
      boolean mild =
          tokens.contain("access", "share", "mode")
              || tokens.contain("row", "share", "mode")
              || tokens.contain("in", "row", "exclusive", "mode");
      return mild ? List.of() : each(tokens, Change.of(Kind.LOCK_TABLE, line));
    }
    if (tokens.skip("vacuum")) {
      return vacuum(tokens, line);
    }
    if (tokens.skip("cluster")) {
      return cluster(tokens, line);
    }
    if (tokens.skip("reindex")) {
      return reindex(tokens, line);
    }
    if (tokens.skip("refresh", "materialized", "view")) {
      boolean concurrently = tokens.skip("concurrently") || tokens.contain("with", "no", "data");
      Change refresh = Change.of(Kind.REFRESH_VIEW, line).on(tokens.name());
      return List.of(refresh.with(Trait.CONCURRENTLY, concurrently));
    }
    return List.of();
  }

  /** The same done to each of the tables that are named, or to no named one. */
  private static List<Change> each(Tokens tokens, Change change) {
    var changes = new ArrayList<Change>();
    for (Tokens part : tokens.split()) {
      part.skip("only");
      changes.add(change.on(part.name()));
    }
    return changes.isEmpty() ? List.of(change) : changes;
  }

  private static List<Change> vacuum(Tokens tokens, int line) {
    boolean full = isOn(tokens.group(), "full");
    while (tokens.atAny("full", "freeze", "verbose", "analyze")) {
      full |= tokens.at("full");
      tokens.skip();
    }
    return full ? each(tokens, Change.of(Kind.VACUUM_FULL, line)) : List.of();
  }

  private static List<Change> cluster(Tokens tokens, int line) {
    tokens.group();
    tokens.skip("verbose");
    Name first = tokens.name();
    // The order of old: CLUSTER index ON table.
    Name table = tokens.skip("on") ? tokens.name() : first;
    return List.of(Change.of(Kind.CLUSTER, line).on(table));
  }

  private static List<Change> reindex(Tokens tokens, int line) {
    boolean concurrently = isOn(tokens.group(), "concurrently");
    boolean index = tokens.at("index");
    boolean table = tokens.at("table");
    tokens.skip();
    concurrently |= tokens.skip("concurrently");
    Change change = Change.of(Kind.REINDEX, line).with(Trait.CONCURRENTLY, concurrently);
    Name name = tokens.name();
    if (table) {
      return List.of(change.on(name));
    }
    return List.of(index && name != null ? change.named(name.name()) : change);
  }

  /** Whether an option in parentheses is there and not set to off. */
  private static boolean isOn(Tokens options, String option) {
    for (Tokens part : options.split()) {
      if (part.skip(option)) {
        Tokens.Token value = part.peek(0);
        return value == null || !(part.atAny("false", "off") || value.text().equals("0"));
      }
    }
    return false;
  }
}
