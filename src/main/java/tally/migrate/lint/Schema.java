package tally.migrate.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known of the tables from the statements so far. */
final class Schema {
  /** {@code t_a_b_key}, {@code t_pkey}: what a constraint without a name is called. */
  private static final Pattern NAMED_BY_SERVER = Pattern.compile("_p?key\\d*$");

  private final Catalog catalog;
  private final Map<String, Name> indexes = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  // Checks that say that columns are not null, and no more: those columns, by constraint.
  private final Map<String, Set<String>> unproved = new HashMap<>();
  private final Map<String, Set<String>> proved = new HashMap<>();
  // Unique indexes and constraints with a name of their own.
  private final Map<String, Change> uniques = new HashMap<>();
  private final Set<String> madeInRun = new HashSet<>();
  // Tables, and columns of older tables.
  private final Set<String> madeHere = new HashSet<>();
  private final Set<String> addedNotValid = new HashSet<>();

  Schema(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param newRun whether all that came before has long been in use
   */
  void beginFile(boolean newRun) {
    if (newRun) {
      madeInRun.clear();
    }
    madeHere.clear();
    beginTransaction();
  }

  void beginTransaction() {
    addedNotValid.clear();
  }

  /** As a down finds it that follows its up: what that made may go again. */
  Schema goingDown() {
    var copy = new Schema(catalog);
    copy.indexes.putAll(indexes);
    copy.uniques.putAll(uniques);
    copy.types.putAll(types);
    copy.unproved.putAll(unproved);
    copy.proved.putAll(proved);
    copy.madeInRun.addAll(madeInRun);
    copy.madeHere.addAll(madeHere);
    return copy;
  }

  /** Whether the file itself made what is changed. */
  boolean isMadeHere(Change change) {
    boolean column = change.is(Kind.DROP_COLUMN, Kind.RENAME_COLUMN);
    return change.table() != null
        && (madeHere.contains(change.table().key()) || (column && madeHere.contains(key(change))));
  }

  /** Whether an earlier file that has not been run either made what is changed. */
  boolean isMadeInRun(Change change) {
    return change.table() != null && madeInRun.contains(change.table().key());
  }

  /** The same change with what can only be said here. */
  Change resolve(Change change) {
    return switch (change.kind()) {
      case DROP_INDEX -> onItsTable(change).with(Trait.UNIQUE, isUnique(change));
      case RENAME_INDEX, REINDEX -> onItsTable(change);
      case DROP_CONSTRAINT -> change.with(Trait.UNIQUE, isUnique(change));
      case SET_NOT_NULL -> change.with(Trait.PROVED, isProved(change));
      case VALIDATE_CONSTRAINT ->
          change.with(Trait.SAME_TRANSACTION, addedNotValid.contains(key(change)));
      case COLUMN_TYPE -> change.with(Trait.WIDER, isWider(change));
      default -> change;
    };
  }

  private Change onItsTable(Change index) {
    return index.table() == null && index.name() != null ? index.on(tableOf(index.name())) : index;
  }

  /** Whether nothing refuses the same rows any longer once it is gone. */
  private boolean isUnique(Change drop) {
    String name = drop.name();
    if (name == null) {
      return false;
    }
    Change made = uniques.get(name);
    if (made == null) {
      boolean named = drop.is(Kind.DROP_CONSTRAINT) && NAMED_BY_SERVER.matcher(name).find();
      return catalog.isUnique(name) || (named && !catalog.isNotUnique(name));
    }
    return uniques.entrySet().stream()
        .noneMatch(
            other ->
                !other.getKey().equals(name)
                    && Objects.equals(other.getValue().table(), made.table())
                    && other.getValue().columns().equals(made.columns()));
  }

  private @Nullable Name tableOf(String index) {
    Name known = indexes.get(index);
    return known == null ? catalog.tableOf(index) : known;
  }

  private boolean isProved(Change change) {
    String prefix = prefix(change);
    return change.name() != null
        && proved.entrySet().stream()
            .anyMatch(e -> e.getKey().startsWith(prefix) && e.getValue().contains(change.name()));
  }

  private boolean isWider(Change change) {
    String before = types.get(key(change));
    return before != null && change.detail() != null && ColumnType.isWider(change.detail(), before);
  }

  void apply(Change change) {
    switch (change.kind()) {
      case CREATE_TABLE -> create(change);
      case CREATE_OBJECT -> {
        if ("view".equals(change.detail()) && change.name() != null) {
          made(new Name(null, change.name()));
        }
      }
      case CREATE_INDEX -> {
        if (change.name() != null && change.table() != null) {
          indexes.put(change.name(), change.table());
        }
        if (change.has(Trait.UNIQUE)) {
          unique(change);
        }
      }
      case ADD_UNIQUE, DEFINE_UNIQUE -> {
        Change index = change.detail() == null ? null : uniques.remove(change.detail());
        unique(index == null ? change : change.about(List.copyOf(index.columns())));
      }
      case DROP_INDEX -> dropUnique(change);
      case RENAME_TABLE -> {
        if (isMadeHere(change) && change.detail() != null) {
          made(new Name(null, change.detail()));
        }
      }
      case ADD_COLUMN -> madeHere.add(key(change));
      case DEFINE_COLUMN, COLUMN_TYPE -> {
        if (change.detail() != null) {
          types.put(key(change), change.detail());
        }
      }
      case ADD_CHECK, ADD_FOREIGN_KEY -> constrain(change);
      case VALIDATE_CONSTRAINT -> {
        Set<String> columns = unproved.remove(key(change));
        if (columns != null) {
          proved.put(key(change), columns);
        }
      }
      case DROP_CONSTRAINT -> {
        dropUnique(change);
        proved.remove(key(change));
        unproved.remove(key(change));
      }
      default -> {
        // Nothing that a rule asks for.
      }
    }
  }

  private void unique(Change change) {
    if (change.name() != null) {
      uniques.put(change.name(), change);
    }
  }

  private void dropUnique(Change change) {
    if (change.name() != null) {
      uniques.remove(change.name());
    }
  }

  private void create(Change change) {
    Name table = change.table();
    boolean old = change.has(Trait.IF_NOT_EXISTS) && table != null && catalog.has(table);
    if (table != null && !old) {
      made(table);
    }
  }

  private void made(Name table) {
    madeHere.add(table.key());
    madeInRun.add(table.key());
  }

  private void constrain(Change change) {
    Change named = change.name() == null ? change.named(generatedName(change)) : change;
    if (change.has(Trait.NOT_VALID)) {
      addedNotValid.add(key(named));
    }
    if (change.has(Trait.NOT_NULL_CHECK)) {
      (change.has(Trait.NOT_VALID) ? unproved : proved).put(key(named), change.columns());
    }
  }

  /** The server's, of a constraint on one column. */
  private static String generatedName(Change change) {
    String column = change.columns().stream().sorted().findFirst().orElse("");
    String table = change.table() == null ? "" : change.table().name();
    return table + "_" + column + (change.is(Kind.ADD_CHECK) ? "_check" : "_fkey");
  }

  private static String key(Change change) {
    return prefix(change) + change.name();
  }

  private static String prefix(Change change) {
    return (change.table() == null ? "" : change.table().key()) + " ";
  }
}
