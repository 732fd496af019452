package tally.migrate.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tally.migrate.script.Script;
import tally.migrate.script.SqlStatement;

/**
 * Rows or values that statements take away, as far as their text tells. What a function, a DO block
 * or a CASCADE takes away is not seen.
 *
 * @param sort whether it is a table that goes, or only what is in it
 * @param schema null where the search path leads to it; the whole of it goes where there is no
 *     table
 * @param table null for a whole schema
 * @param column null for the whole table
 */
public record Loss(
    Sort sort, @Nullable String schema, @Nullable String table, @Nullable String column) {

  /** What goes. */
  public enum Sort {
    SCHEMA,
    TABLE,
    COLUMN,
    /** Of a table that stays, and of those whose foreign keys say so. */
    ROWS,
    /** The same with CASCADE: of all tables that reference it, and so on. */
    ROWS_CASCADE
  }

  /**
   * What scripts take away that is there before the first of them: each thing once, a column not
   * where its table goes too.
   *
   * @param scripts in the order in which they run
   */
  public static List<Loss> of(List<Script> scripts) {
    var reader = new Reader();
    for (Script script : scripts) {
      for (SqlStatement statement : script.statements()) {
        StatementReader.read(statement).forEach(reader::read);
      }
    }
    return reader.losses();
  }

  /** Follows what is renamed, and leaves out what the scripts make themselves. */
  private static final class Reader {
    private final Set<Loss> found = new LinkedHashSet<>();
    private final Map<String, Name> before = new HashMap<>();
    private final Map<String, String> columnBefore = new HashMap<>();
    private final Set<String> made = new HashSet<>();

    void read(Change change) {
      Name table = change.table();
      if (change.is(Kind.DROP_OBJECT) && "schema".equals(change.detail())) {
        found.add(new Loss(Sort.SCHEMA, change.name(), null, null));
      }
      if (table == null) {
        return;
      }
      switch (change.kind()) {
        case CREATE_TABLE -> made.add(table.key());
        case ADD_COLUMN -> made.add(column(change));
        case RENAME_TABLE -> renameTable(change, table);
        case RENAME_COLUMN -> renameColumn(change);
        case DROP_TABLE -> add(Sort.TABLE, table, null);
        case TRUNCATE, DELETE_ALL ->
            add(change.has(Trait.CASCADE) ? Sort.ROWS_CASCADE : Sort.ROWS, table, null);
        case DROP_COLUMN -> {
          if (!made.contains(column(change))) {
            add(
                Sort.COLUMN,
                table,
                columnBefore.getOrDefault(column(change), String.valueOf(change.name())));
          }
        }
        default -> {
          // Takes no rows away.
        }
      }
    }

    private static String column(Change change) {
      return String.valueOf(change.table()) + "." + change.name();
    }

    private void renameTable(Change change, Name table) {
      String detail = String.valueOf(change.detail());
      int dot = detail.lastIndexOf('.');
      Name after =
          new Name(dot < 0 ? table.schema() : detail.substring(0, dot), detail.substring(dot + 1));
      before.put(after.key(), before.getOrDefault(table.key(), table));
      if (made.remove(table.key())) {
        made.add(after.key());
      } else {
        made.remove(after.key());
      }
    }

    private void renameColumn(Change change) {
      String was = columnBefore.getOrDefault(column(change), String.valueOf(change.name()));
      columnBefore.put(column(change.named(change.detail())), was);
    }

    private void add(Sort sort, Name table, @Nullable String column) {
      if (!made.contains(table.key())) {
        Name name = before.getOrDefault(table.key(), table);
        found.add(new Loss(sort, name.schema(), name.name(), column));
      }
    }

    List<Loss> losses() {
      var losses = new ArrayList<Loss>();
      for (Loss loss : found) {
        boolean covered =
            loss.sort() != Sort.TABLE
                && loss.table() != null
                && found.contains(new Loss(Sort.TABLE, loss.schema(), loss.table(), null));
        if (!covered) {
          losses.add(loss);
        }
      }
      return losses;
    }
  }
}
