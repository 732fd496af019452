package tally.migrate.alembic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.Fault;
import tally.migrate.script.FileName;
import tally.migrate.script.SqlFile;

/** Numbered pairs of files out of what Alembic prints for the way up and the way down. */
public final class AlembicImport {
  private static final int LEAST_WIDTH = 3;
  private static final int LONGEST_NAME = 60;

  private final String upFile;
  private final List<AlembicStep> ups;
  private final String downFile;
  private final Map<String, AlembicStep> downs = new HashMap<>();
  private final Map<String, String> descriptions;
  private final List<String> warnings = new ArrayList<>();

  /**
   * Matches the two scripts, revision by revision.
   *
   * @param descriptions by revision id, as far as they are known
   * @throws InvalidFilesException if the two do not belong together, or are no single line
   */
  public AlembicImport(
      String upFile,
      AlembicScript up,
      String downFile,
      AlembicScript down,
      Map<String, String> descriptions) {
    this.upFile = upFile;
    this.ups = up.steps();
    this.downFile = downFile;
    this.descriptions = descriptions;
    requireLine();
    collect(down);
  }

  /** What should be known beside the files. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * The pairs, ready to be written, numbered from 1.
   *
   * @throws InvalidFilesException if a revision contains what our files may not
   */
  public List<SqlFile> files() {
    var files = new ArrayList<SqlFile>();
    int width = Math.max(LEAST_WIDTH, Integer.toString(ups.size()).length());
    for (int i = 0; i < ups.size(); i++) {
      AlembicStep up = ups.get(i);
      String digits = Integer.toString(i + 1);
      String label = "0".repeat(width - digits.length()) + digits + "_" + name(up.to());
      files.add(file(label + FileName.UP, up(up)));
      files.add(file(label + FileName.DOWN, down(up, downs.get(up.to()))));
    }
    warnAboutUnreached();
    return files;
  }

  private static SqlFile file(String name, String text) {
    return new SqlFile(name, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void requireLine() {
    if (ups.isEmpty()) {
      throw fault(
          upFile, 0, "has no revision: `alembic upgrade base:head --sql` prints what is wanted");
    }
    String before = "";
    for (AlembicStep step : ups) {
      if (!step.from().equals(before)) {
        throw fault(
            upFile,
            step.line(),
            before.isEmpty()
                ? "begins after "
                    + step.from()
                    + ", not at base: `alembic upgrade base:head --sql` prints all"
                : step.to()
                    + " does not follow "
                    + before
                    + ", which stands before it: a branch; numbered files are one line, which has"
                    + " no branches");
      }
      if (!step.complete()) {
        throw fault(upFile, step.line(), "ends in the middle of " + step.to() + ": run it again");
      }
      before = step.to();
    }
  }

  private void collect(AlembicScript down) {
    Map<String, String> parents = new HashMap<>();
    ups.forEach(step -> parents.put(step.to(), step.from()));
    for (AlembicStep step : down.steps()) {
      if (!step.to().equals(parents.get(step.from()))) {
        throw fault(
            downFile,
            step.line(),
            "goes from " + step.from() + " to " + step.to() + ", a step that is not in " + upFile);
      }
      downs.merge(step.from(), step, (one, other) -> other.complete() ? other : one);
    }
  }

  private String up(AlembicStep step) {
    return head(step, descriptions.get(step.to()), "-- migrate: revision " + step.to())
        + body(step);
  }

  private String down(AlembicStep up, @Nullable AlembicStep down) {
    if (down == null) {
      return "-- migrate: irreversible its downgrade was not in what Alembic printed\n";
    }
    if (!down.complete()) {
      return "-- migrate: irreversible its downgrade in Alembic raises an error\n";
    }
    if (down.statements() == 0 && up.statements() > 0) {
      warnings.add(up.to() + ": its downgrade does nothing, in Alembic too; see `migrate verify`");
    }
    return head(down, null, null) + body(down);
  }

  private static String head(
      AlembicStep step, @Nullable String description, @Nullable String directive) {
    return (description == null ? "" : "-- " + description + "\n")
        + (directive == null ? "" : directive + "\n")
        + (step.transactional() ? "" : "-- migrate: no-transaction\n")
        + (description == null && directive == null && step.transactional() ? "" : "\n");
  }

  /** A file has a statement, if only one that does nothing. */
  private static String body(AlembicStep step) {
    if (step.statements() > 0) {
      return step.sql() + "\n";
    }
    return (step.sql().isEmpty() ? "" : step.sql() + "\n") + "-- Nothing to do.\nselect 1;\n";
  }

  /** Alembic stops at the first downgrade that raises an error, and prints none of those below. */
  private void warnAboutUnreached() {
    for (int i = ups.size() - 1; i >= 0; i--) {
      String id = ups.get(i).to();
      if (!downs.containsKey(id)) {
        warnings.add(
            downFile
                + " does not reach "
                + id
                + " and what is before it; those are irreversible now. To have their way back,"
                + " append it with `alembic downgrade "
                + id
                + ":base --sql >> "
                + downFile
                + "` and import again into an empty directory");
        return;
      }
    }
  }

  /** For the files' names, from the description or else the id. */
  private String name(String id) {
    String text = descriptions.getOrDefault(id, id);
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    name = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("^_+|_+$", "");
    return name.isEmpty() ? "revision" : name;
  }

  private static InvalidFilesException fault(String file, int line, String message) {
    return new InvalidFilesException(List.of(new Fault(file, line, message)));
  }
}
