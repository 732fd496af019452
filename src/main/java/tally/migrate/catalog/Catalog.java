package tally.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a database and their properties, as {@link CatalogQuery} writes them: a line for
 * each object, below it, after a tab, a line for each property.
 *
 * <pre>
 * column public.tasks.title
 *     not null: yes
 *     type: character varying(100)
 * </pre>
 */
public final class Catalog {
  private static final String TABLE = "table ";

  /** What is dropped by itself, and as what. */
  private static final Map<String, String> DROPPED =
      Map.ofEntries(
          Map.entry("table", "table"),
          Map.entry("foreign table", "foreign table"),
          Map.entry("view", "view"),
          Map.entry("materialized view", "materialized view"),
          Map.entry("sequence", "sequence"),
          Map.entry("function", "function"),
          Map.entry("procedure", "procedure"),
          Map.entry("aggregate", "aggregate"),
          Map.entry("enum", "type"),
          Map.entry("composite type", "type"),
          Map.entry("range type", "type"),
          Map.entry("domain", "domain"));

  /** Objects that have others within. */
  private static final List<String> WHOLES =
      List.of("table ", "foreign table ", "view ", "materialized view ", "domain ");

  /** Objects that come and go with the one they are within. */
  private static final List<String> PARTS =
      List.of("column ", "constraint ", "trigger ", "policy ", "rule ");

  private final Map<String, Map<String, String>> objects = new TreeMap<>();

  private Catalog() {}

  /** Reads a text back. */
  public static Catalog parse(String text) {
    var catalog = new Catalog();
    Map<String, String> properties = new TreeMap<>();
    String property = "";
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("\t\t")) {
        properties.merge(property, line.substring(2), (before, more) -> before + "\n" + more);
      } else if (line.startsWith("\t")) {
        int colon = line.indexOf(": ");
        property = line.substring(1, colon);
        properties.put(property, line.substring(colon + 2));
      } else if (!line.isEmpty()) {
        properties = new TreeMap<>();
        catalog.objects.put(line, properties);
      }
    }
    return catalog;
  }

  /** Whether there is nothing but schemas and extensions. */
  public boolean isEmpty() {
    return objects.keySet().stream()
        .allMatch(object -> object.startsWith("schema ") || object.startsWith("extension "));
  }

  /** The names of the tables, as SQL spells them. */
  public List<String> tables() {
    return objects.keySet().stream()
        .filter(object -> object.startsWith(TABLE))
        .map(object -> object.substring(TABLE.length()))
        .toList();
  }

  /**
   * The statements that drop all objects but extensions, in an order that works. They fail where a
   * schema has something else in it.
   */
  public List<String> drops() {
    var drops = new ArrayList<String>();
    var schemas = new ArrayList<String>();
    for (String object : objects.keySet()) {
      if (object.startsWith("schema ") && !object.equals("schema public")) {
        schemas.add("drop schema if exists " + object.substring("schema ".length()));
      }
      for (Map.Entry<String, String> kind : DROPPED.entrySet()) {
        if (object.startsWith(kind.getKey() + " ")) {
          String name = object.substring(kind.getKey().length() + 1);
          drops.add("drop " + kind.getValue() + " if exists " + name + " cascade");
        }
      }
    }
    drops.addAll(schemas);
    return drops;
  }

  /**
   * What became of this catalog, in the order of the objects. What is within an object that was
   * added or dropped as a whole is not listed.
   */
  public List<Difference> differences(Catalog after) {
    var all = new TreeMap<>(objects);
    all.putAll(after.objects);
    List<String> wholes = new ArrayList<>();
    for (String object : all.keySet()) {
      if (!objects.containsKey(object) || !after.objects.containsKey(object)) {
        WHOLES.stream()
            .filter(object::startsWith)
            .forEach(kind -> wholes.add(object.substring(kind.length()) + "."));
      }
    }
    var differences = new ArrayList<Difference>();
    for (String object : all.keySet()) {
      compare(object, objects.get(object), after.objects.get(object), wholes, differences);
    }
    return differences;
  }

  private static void compare(
      String object,
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after,
      List<String> wholes,
      List<Difference> differences) {
    if (before == null || after == null) {
      if (!isWithin(object, wholes)) {
        differences.add(new Difference(object, null, shown(before), shown(after)));
      }
      return;
    }
    var properties = new TreeMap<>(before);
    properties.putAll(after);
    for (String property : properties.keySet()) {
      String was = before.get(property);
      String is = after.get(property);
      if (was == null || !was.equals(is)) {
        differences.add(new Difference(object, property, was, is));
      }
    }
  }

  private static boolean isWithin(String object, List<String> wholes) {
    for (String kind : PARTS) {
      if (object.startsWith(kind)) {
        String name = object.substring(kind.length());
        return wholes.stream().anyMatch(name::startsWith);
      }
    }
    return false;
  }

  private static @Nullable String shown(@Nullable Map<String, String> properties) {
    if (properties == null) {
      return null;
    }
    var lines = new ArrayList<String>();
    properties.forEach((property, value) -> lines.add(property + ": " + value));
    return String.join("\n", lines);
  }
}
