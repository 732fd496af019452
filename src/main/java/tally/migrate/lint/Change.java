package tally.migrate.lint;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a statement does.
 *
 * @param table to which; null where it is not known, or to none
 * @param name of the column, constraint, index or other thing it is about
 * @param detail the new name, the type or whatever else there is to say
 * @param columns that an index or a constraint speaks of; other words may be among them
 * @param line in the file, from 1
 */
record Change(
    Kind kind,
    @Nullable Name table,
    @Nullable String name,
    @Nullable String detail,
    Set<Trait> traits,
    Set<String> columns,
    int line) {

  static Change of(Kind kind, int line) {
    return new Change(kind, null, null, null, Set.of(), Set.of(), line);
  }

  Change as(Kind newKind) {
    return new Change(newKind, table, name, detail, traits, columns, line);
  }

  Change on(@Nullable Name newTable) {
    return new Change(kind, newTable, name, detail, traits, columns, line);
  }

  Change named(@Nullable String newName) {
    return new Change(kind, table, newName, detail, traits, columns, line);
  }

  Change detailed(@Nullable String newDetail) {
    return new Change(kind, table, name, newDetail, traits, columns, line);
  }

  Change about(List<String> newColumns) {
    return new Change(kind, table, name, detail, traits, new HashSet<>(newColumns), line);
  }

  Change with(Trait trait) {
    return with(trait, true);
  }

  Change with(Trait trait, boolean there) {
    if (!there) {
      return this;
    }
    var more = EnumSet.of(trait);
    more.addAll(traits);
    return new Change(kind, table, name, detail, more, columns, line);
  }

  boolean is(Kind one, Kind... others) {
    return kind == one || List.of(others).contains(kind);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** What it is about, for people: {@code tasks.owner_id}; empty where nothing has a name. */
  String subject() {
    if (table == null) {
      return name == null ? "" : name;
    }
    if (name == null) {
      return table.toString();
    }
    boolean index = is(Kind.CREATE_INDEX, Kind.DROP_INDEX, Kind.REINDEX);
    return index ? name + " on " + table : table + "." + name;
  }
}
