package tally.migrate.revision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tally.migrate.script.SqlFile;

/** Histories of small files, for tests that need no database. */
final class Chains {
  private Chains() {}

  /** Revisions with these ids, in this order. A {@code !} before an id makes it irreversible. */
  static Chain of(String... ids) {
    List<SqlFile> files = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      boolean oneWay = ids[i].startsWith("!");
      String name = "%03d_step_%d".formatted(i + 1, i + 1);
      String id = oneWay ? ids[i].substring(1) : ids[i];
      files.add(file(name + ".up.sql", "-- migrate: revision " + id + "\nselect " + i + ";"));
      files.add(
          file(
              name + ".down.sql", oneWay ? "-- migrate: irreversible gone" : "select -" + i + ";"));
    }
    return new Chain(Revisions.read(files));
  }

  static SqlFile file(String name, String text) {
    return new SqlFile(name, "sql/" + name, text.getBytes(StandardCharsets.UTF_8));
  }
}
