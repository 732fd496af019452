package tally.migrate.state;

import org.jspecify.annotations.Nullable;
import tally.migrate.database.Quote;

/**
 * The table with the one row that says where a database is, Alembic's by name and shape.
 *
 * @param schema as it was asked for; null for wherever the search path leads
 * @param name {@code alembic_version} unless asked for otherwise
 */
public record VersionTable(@Nullable String schema, String name) {
  /** Alembic's own, where none is named. */
  public static final VersionTable ALEMBIC = new VersionTable(null, "alembic_version");

  /** For SQL, before it is known in which schema the table is. */
  public String quoted() {
    return schema == null ? Quote.name(name) : Quote.name(schema) + "." + Quote.name(name);
  }

  /** The same table, its schema known. */
  VersionTable in(String knownSchema) {
    return new VersionTable(knownSchema, name);
  }

  /** For people. */
  public String shown() {
    return schema == null ? name : schema + "." + name;
  }

  /**
   * The key of the advisory lock: 64 bits of FNV-1a over schema and name, so that two projects in
   * one database do not wait for one another. Part of the contract with older versions: never to be
   * changed.
   */
  public long lockKey() {
    long hash = 0xcbf29ce484222325L;
    String text = "tally.migrate\0" + schema + "\0" + name;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
