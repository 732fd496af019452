package tally.migrate.lint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is there after a file that was not before, and the other way round. Things are known by
 * their last names: a search path may stand for the schema in one file and not in the other.
 */
final class Effects {
  private final Map<String, Change> created = new LinkedHashMap<>();
  private final Map<String, Change> dropped = new LinkedHashMap<>();
  // Those that may have been there, too.
  private final Map<String, Change> removed = new LinkedHashMap<>();
  private boolean cascades;

  Effects(List<Change> changes) {
    changes.forEach(this::add);
  }

  Collection<Change> created() {
    return created.values();
  }

  /** Without those that were dropped only if they were there. */
  Collection<Change> dropped() {
    return dropped.values();
  }

  private void add(Change change) {
    cascades |= change.has(Trait.CASCADE);
    switch (change.kind()) {
      case CREATE_TABLE, ADD_COLUMN, CREATE_INDEX, CREATE_OBJECT -> create(change);
      case ADD_CHECK, ADD_FOREIGN_KEY, ADD_EXCLUSION -> create(change);
      case ADD_UNIQUE -> {
        if (change.has(Trait.USING_INDEX)) {
          // The index becomes the constraint's, and has its name.
          created.remove("index " + change.detail());
        }
        create(change);
      }
      case DROP_TABLE -> {
        drop(change);
        created.values().removeIf(other -> belongsTo(other, change));
      }
      case DROP_COLUMN -> {
        drop(change);
        created.values().removeIf(other -> mentions(other, change));
      }
      case DROP_INDEX, DROP_CONSTRAINT, DROP_OBJECT -> drop(change);
      case OWN_SEQUENCE -> created.replace(key(change), change);
      case RENAME_TABLE, RENAME_COLUMN, RENAME_INDEX, RENAME_CONSTRAINT -> rename(change);
      default -> {
        // Makes and drops nothing.
      }
    }
  }

  private void create(Change change) {
    boolean nameless = change.name() == null && change.kind() != Kind.CREATE_TABLE;
    if (nameless || change.has(Trait.TEMPORARY) || change.has(Trait.OR_REPLACE)) {
      return;
    }
    if (dropped.remove(key(change)) == null) {
      created.put(key(change), change);
    }
  }

  private void drop(Change change) {
    removed.put(key(change), change);
    if (created.remove(key(change)) == null && !change.has(Trait.IF_EXISTS)) {
      dropped.put(key(change), change);
    }
  }

  private void rename(Change change) {
    String detail = change.detail();
    if (detail == null) {
      return;
    }
    String name = detail.substring(detail.lastIndexOf('.') + 1);
    Change before = change;
    Change after =
        change.kind() == Kind.RENAME_TABLE ? change.on(new Name(null, name)) : change.named(name);
    if (!key(before).equals(key(after))) {
      drop(before);
      create(after);
    }
  }

  /** Whether these effects undo what another file created. */
  boolean removes(Change change) {
    if (removed.containsKey(key(change))) {
      return true;
    }
    boolean dependent = change.is(Kind.CREATE_INDEX) || change.is(Kind.CREATE_OBJECT);
    dependent |= sort(change).equals("constraint");
    return (cascades && dependent)
        || removed.values().stream()
            .anyMatch(
                drop ->
                    (drop.is(Kind.DROP_TABLE) && belongsTo(change, drop))
                        || (drop.is(Kind.DROP_COLUMN) && mentions(change, drop))
                        || isSchemaOf(drop, change));
  }

  /** Whether these effects bring back what another file dropped. */
  boolean creates(Change change) {
    return created.containsKey(key(change))
        || (change.kind() != Kind.DROP_TABLE
            && created.values().stream()
                .anyMatch(table -> table.is(Kind.CREATE_TABLE) && belongsTo(change, table)));
  }

  private static boolean belongsTo(Change change, Change table) {
    return change.table() != null
        && table.table() != null
        && change.table().name().equals(table.table().name());
  }

  private static boolean mentions(Change change, Change column) {
    return belongsTo(change, column)
        && column.name() != null
        && change.columns().contains(column.name());
  }

  private static boolean isSchemaOf(Change drop, Change change) {
    return "schema".equals(drop.detail())
        && change.table() != null
        && change.table().schema() != null
        && change.table().schema().equals(drop.name());
  }

  /** For people: {@code index ix_users_email}. */
  static String shown(Change change) {
    String sort = sort(change);
    boolean whole = sort.equals("column") || sort.equals("table");
    return sort + " " + (whole ? change.subject() : String.valueOf(change.name()));
  }

  private static String key(Change change) {
    String sort = sort(change);
    boolean ofTable = sort.equals("column") || sort.equals("table");
    ofTable |= sort.equals("trigger") || sort.equals("policy");
    String table = !ofTable || change.table() == null ? "" : change.table().name();
    var parts = new ArrayList<String>(List.of(sort));
    if (!table.isEmpty()) {
      parts.add(table);
    }
    if (change.name() != null && !sort.equals("table")) {
      parts.add(change.name());
    }
    return String.join(" ", parts);
  }

  private static String sort(Change change) {
    return switch (change.kind()) {
      case CREATE_TABLE, DROP_TABLE, RENAME_TABLE -> "table";
      case ADD_COLUMN, DROP_COLUMN, RENAME_COLUMN -> "column";
      case CREATE_INDEX, DROP_INDEX, RENAME_INDEX -> "index";
      case CREATE_OBJECT, DROP_OBJECT, OWN_SEQUENCE ->
          change.detail() == null ? "" : change.detail();
      default -> "constraint";
    };
  }
}
