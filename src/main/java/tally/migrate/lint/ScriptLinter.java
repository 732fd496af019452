package tally.migrate.lint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tally.migrate.script.Ignore;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

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
    String left = WayBack.leftBehind(before, changes, script);
    for (int i = 0; i < statements.size(); i++) {
      SqlStatement statement = script.statements().get(i);
      var accepted = new Accepted(statement);
      if (i == 0 && !left.isEmpty()) {
        report(Rule.INCOMPLETE_DOWN, statement.line(), left, false, accepted);
      }
      transaction(statement, accepted);
      statements.get(i).forEach(change -> change(change, accepted));
      accepted.unused().forEach(this::unused);
    }
    findings.sort(Comparator.comparingInt(Finding::line));
  }

  private void transaction(SqlStatement statement, Accepted accepted) {
    if (!script.transactional()) {
      schema.beginTransaction();
      return;
    }
    for (Tokens.Token use : newValues.uses(statement)) {
      report(Rule.ENUM_VALUE_USED, use.line(), use.text(), false, accepted);
    }
  }

  private void change(Change read, Accepted accepted) {
    Change change = schema.resolve(read).with(Trait.REPLACED, isReplaced(read));
    boolean isNew = schema.isMadeHere(change);
    for (Rule rule : Rule.values()) {
      boolean holds = rule.scope().holdsForNew() || !isNew;
      if (holds && rule.finds(change, up)) {
        boolean overlook = canOverlook(change, rule.scope());
        report(rule, change.line(), change.subject(), overlook, accepted);
      }
    }
    if (script.transactional() && change.kind().isExclusive() && !isNew) {
      lock(change, accepted);
    }
    newValues.apply(change);
    schema.apply(change);
  }

  private boolean isReplaced(Change change) {
    return change.is(Kind.DROP_OBJECT)
        && script.transactional()
        && changes.stream()
            .anyMatch(
                other ->
                    other.is(Kind.CREATE_OBJECT)
                        && Objects.equals(other.name(), change.name())
                        && Objects.equals(other.detail(), change.detail()));
  }

  private boolean canOverlook(Change change, Scope scope) {
    boolean isNew = !scope.holdsForNew() && schema.isMadeInRun(change);
    boolean isSmall = !scope.holdsForSmall() && catalog.isSmall(change.table());
    return pending && (isNew || isSmall);
  }

  /** Watches for a second table that is locked while the first one is. */
  private void lock(Change change, Accepted accepted) {
    Rule rule = Rule.SEVERAL_TABLES_LOCKED;
    Name table = change.table();
    if (table == null) {
      return;
    }
    boolean easy = canOverlook(change, rule.scope());
    boolean another = locked.putIfAbsent(table.key(), easy) == null && locked.size() > 1;
    if (another) {
      boolean alone = Collections.frequency(locked.values(), false) < 2;
      report(rule, change.line(), table.toString(), easy || alone, accepted);
    }
  }

  private void report(Rule rule, int line, String subject, boolean overlook, Accepted accepted) {
    if (!accepted.covers(rule)) {
      (overlook ? overlooked : findings).add(finding(line, rule, subject));
    }
  }

  private void unused(Ignore ignore) {
    Rule rule = Rule.of(ignore.rule()) == null ? Rule.UNKNOWN_RULE : Rule.UNUSED_IGNORE;
    findings.add(finding(ignore.line(), rule, ignore.rule()));
  }

  private Finding finding(int line, Rule rule, String subject) {
    return new Finding(script.file(), script.path(), line, rule, subject);
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
