package tally.migrate.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tally.migrate.Ignore;
import tally.migrate.Script;
import tally.migrate.SqlStatement;

/** Holds the rules against one file. */
final class ScriptLinter {
  private final Script script;
  private final boolean up;
  private final boolean pending;
  private final Schema schema;
  private final Catalog catalog;
  private final NewEnumValues newValues = new NewEnumValues();
  // Those that the transaction keeps readers out of so far, and whether that can be overlooked.
  private final Map<String, Boolean> locked = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> overlooked = new ArrayList<>();

  /**
   * @param pending whether the catalog shows the tables as the file will find them
   * @param schema as the file finds it; afterwards as it leaves it
   */
  ScriptLinter(Script script, boolean up, boolean pending, Schema schema, Catalog catalog) {
    this.script = script;
    this.up = up;
    this.pending = pending;
    this.schema = schema;
    this.catalog = catalog;
  }

  /**
   * @param before what the up has done, if this is its down
   */
  void read(List<Change> before) {
    var statements = new ArrayList<List<Change>>();
    for (SqlStatement statement : script.statements()) {
      List<Change> read = StatementReader.read(statement);
      statements.add(read);
      changes.addAll(read);
    }
    for (int i = 0; i < statements.size(); i++) {
      SqlStatement statement = script.statements().get(i);
      Set<Rule> matched = EnumSet.noneOf(Rule.class);
      Set<Rule> ignored = ignored(statement);
      if (i == 0) {
        String left = WayBack.leftBehind(before, changes, script);
        if (!left.isEmpty()) {
          Change leave = Change.of(Kind.LEAVE_BEHIND, statement.line()).named(left);
          find(leave, matched, ignored);
        }
      }
      if (!script.transactional()) {
        schema.beginTransaction();
      } else {
        newValues.uses(statement).forEach(use -> find(use, matched, ignored));
      }
      for (Change read : statements.get(i)) {
        Change change = schema.resolve(read);
        find(change, matched, ignored);
        lock(change, matched, ignored);
        newValues.apply(change);
        schema.apply(change);
      }
      ignores(statement, matched);
    }
    findings.sort(Comparator.comparingInt(Finding::line));
  }

  private static Set<Rule> ignored(SqlStatement statement) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    for (Ignore ignore : statement.ignores()) {
      Rule rule = Rule.of(ignore.rule());
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private void find(Change change, Set<Rule> matched, Set<Rule> ignored) {
    for (Rule rule : Rule.values()) {
      boolean holds = rule.scope().holdsForNew() || !schema.isMadeHere(change);
      if (!holds || !rule.finds(change, up)) {
        continue;
      }
      matched.add(rule);
      if (!ignored.contains(rule)) {
        Finding finding = finding(change.line(), rule, change.subject());
        (canOverlook(change, rule.scope()) ? overlooked : findings).add(finding);
      }
    }
  }

  private boolean canOverlook(Change change, Scope scope) {
    boolean isNew = !scope.holdsForNew() && schema.isMadeInRun(change);
    boolean isSmall = !scope.holdsForSmall() && catalog.isSmall(change.table());
    return pending && (isNew || isSmall);
  }

  /** Watches for a second table that is locked while the first one is. */
  private void lock(Change change, Set<Rule> matched, Set<Rule> ignored) {
    Name table = change.table();
    boolean relevant = script.transactional() && change.kind().isExclusive();
    if (!relevant || table == null || schema.isMadeHere(change)) {
      return;
    }
    boolean easy = canOverlook(change, Rule.SEVERAL_TABLES_LOCKED.scope());
    if (locked.putIfAbsent(table.key(), easy) != null || locked.size() == 1) {
      return;
    }
    Change another = Change.of(Kind.LOCK_ANOTHER_TABLE, change.line()).on(table);
    boolean alone = locked.values().stream().filter(other -> !other).count() < 2;
    if (alone && !easy) {
      matched.add(Rule.SEVERAL_TABLES_LOCKED);
      if (!ignored.contains(Rule.SEVERAL_TABLES_LOCKED)) {
        overlooked.add(finding(change.line(), Rule.SEVERAL_TABLES_LOCKED, another.subject()));
      }
      return;
    }
    find(another, matched, ignored);
  }

  private void ignores(SqlStatement statement, Set<Rule> matched) {
    for (Ignore ignore : statement.ignores()) {
      Rule rule = Rule.of(ignore.rule());
      if (rule == null) {
        findings.add(finding(ignore.line(), Rule.UNKNOWN_RULE, ignore.rule()));
      } else if (!matched.contains(rule)) {
        findings.add(finding(ignore.line(), Rule.UNUSED_IGNORE, ignore.rule()));
      }
    }
  }

  private Finding finding(int line, Rule rule, String subject) {
    return new Finding(script.file(), script.path(), line, rule, Objects.requireNonNull(subject));
  }

  /** What the file does, in its order. */
  List<Change> changes() {
    return changes;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Those that do not count, because the database has the table not yet, or with few rows. */
  List<Finding> overlooked() {
    return overlooked;
  }
}
