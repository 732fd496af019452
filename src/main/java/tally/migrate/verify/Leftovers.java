package tally.migrate.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tally.migrate.console.Console;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.script.Sha256;

/**
 * Scratch databases whose {@code verify} was killed before it could drop them. One is taken for
 * ours only by its name together with its comment, or, where the {@code verify} did not live to
 * write that, by the digits at the end of its name, which are a digest of the rest; and for left
 * only where nobody is connected to it and nobody holds the lock that goes with its name.
 */
final class Leftovers {
  private static final String PREFIX = "migrate_verify_";

  private static final String COMMENT =
      "scratch database of `migrate verify`: it drops it at its end, or the next one does";

  /** The lock's key is the first half of the hexadecimal digits in the name. */
  private static final String KEY = "('x' || substr($name, $digits, 16))::bit(64)::bigint";

  /** Hexadecimal digits in a name: first at random, then of their digest. */
  private static final int RANDOM_DIGITS = 24;

  private static final int DIGEST_DIGITS = 8;

  private static final String FIND =
      """
      select d.datname
      from pg_catalog.pg_database d left join pg_catalog.pg_shdescription s
        on s.objoid = d.oid and s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
      where d.datname ~ $pattern
        and (s.description = $comment
          or (s.description is null
            and pg_catalog.right(d.datname, $check) = pg_catalog.left(pg_catalog.encode(
              pg_catalog.sha256(pg_catalog.convert_to(
                pg_catalog.left(d.datname, -$check), 'UTF8')), 'hex'), $check)))
        and pg_catalog.pg_has_role(d.datdba, 'usage')
        and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)
        and not exists (select from pg_catalog.pg_locks l
          where l.locktype = 'advisory' and l.objsubid = 1
            and (l.classid::bigint << 32 | l.objid::bigint) = $key)
      order by d.datname
      """;

  private Leftovers() {}

  /** A name that no other database has. */
  static String newName() {
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_DIGITS);
    String name = PREFIX + random;
    return name + Sha256.hex(name).substring(0, DIGEST_DIGITS);
  }

  /** Says, for as long as this session lives, that a database is in use; before it is made. */
  static void hold(Session maker, String name) throws SQLException {
    maker.value("select pg_catalog.pg_advisory_lock(" + key(Quote.text(name)) + ")");
  }

  /** Marks a database that was just made as one of ours. */
  static void mark(Session maker, String name) throws SQLException {
    maker.execute("comment on database " + Quote.name(name) + " is " + Quote.text(COMMENT));
  }

  /** Drops those there are, and says so. What cannot be dropped now is left to the next time. */
  static void drop(Session maker, Console console) throws SQLException {
    for (String name : find(maker)) {
      try {
        // Without force: somebody may have connected meanwhile.
        maker.execute("drop database if exists " + Quote.name(name));
        console.note("Dropped " + name + ", which a `migrate verify` that was killed had left");
      } catch (SQLException e) {
        console.warn(
            "The database "
                + name
                + ", which a `migrate verify` that was killed has left, cannot be dropped: "
                + e.getMessage());
      }
    }
  }

  private static List<String> find(Session maker) throws SQLException {
    String sql =
        Quote.fill(
            FIND.replace("$key", key("d.datname"))
                .replace("$check", Integer.toString(DIGEST_DIGITS)),
            "pattern",
            "^" + PREFIX + "[0-9a-f]{" + (RANDOM_DIGITS + DIGEST_DIGITS) + "}$",
            "comment",
            COMMENT);
    var names = new ArrayList<String>();
    try (Statement statement = maker.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private static String key(String name) {
    return KEY.replace("$name", name).replace("$digits", Integer.toString(PREFIX.length() + 1));
  }
}
