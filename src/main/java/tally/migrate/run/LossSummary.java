package tally.migrate.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tally.migrate.lint.Loss;

/** Losses in a few lines, the greatest first, so that it is seen at a glance what matters. */
final class LossSummary {
  private static final int MOST_LINES = 10;

  private final Set<Item> items = new LinkedHashSet<>();
  private final Set<String> emptyTables = new LinkedHashSet<>();
  private final Set<String> emptyColumns = new LinkedHashSet<>();

  private record Item(String line, long count) {}

  /**
   * Something that is about to be lost.
   *
   * @param line what is said of it
   * @param count its rows or values, as nearly as they are known; an unknown number is the greatest
   */
  void add(String line, long count) {
    items.add(new Item(line, count));
  }

  /** Something in which there is nothing. */
  void addEmpty(Loss.Sort sort, String name) {
    if (sort == Loss.Sort.COLUMN) {
      emptyColumns.add(name);
    } else if (sort == Loss.Sort.TABLE) {
      emptyTables.add(name);
    }
  }

  /** None if nothing is lost. */
  List<String> lines() {
    var sorted = new ArrayList<Item>(items);
    sorted.sort(Comparator.comparingLong(Item::count).reversed());
    var lines = new ArrayList<String>();
    int most = sorted.size() <= MOST_LINES ? MOST_LINES : MOST_LINES - 1;
    for (Item item : sorted.subList(0, Math.min(most, sorted.size()))) {
      lines.add(item.line());
    }
    if (sorted.size() > most) {
      lines.add("and " + (sorted.size() - most) + " more tables or columns");
    }
    addEmpty(lines, emptyTables.size(), "empty table");
    addEmpty(lines, emptyColumns.size(), "empty column");
    return lines;
  }

  private static void addEmpty(List<String> lines, int count, String noun) {
    if (count > 0) {
      lines.add(count + " " + noun + (count == 1 ? "" : "s"));
    }
  }
}
