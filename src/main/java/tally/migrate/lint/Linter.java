package tally.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import tally.migrate.revision.Revision;

/**
 * Reads migration files for statements that are dangerous where a database is in use.
 *
 * <p>What a file makes itself nobody uses yet, so that most rules do not hold for it. What an
 * earlier file makes is taken to be in use, unless a database is asked and has neither.
 */
public final class Linter {
  private final Catalog catalog;
  private final Schema schema;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> overlooked = new ArrayList<>();

  private Linter(Catalog catalog) {
    this.catalog = catalog;
    this.schema = new Schema(catalog);
  }

  /**
   * Reads all files, for what one makes may stand in the way of another.
   *
   * @param revisions all there are, oldest first
   */
  public static Report lint(List<Revision> revisions, Catalog catalog) {
    var linter = new Linter(catalog);
    for (int i = 0; i < revisions.size(); i++) {
      linter.revision(revisions.get(i), i + 1);
    }
    return new Report(List.copyOf(linter.findings), List.copyOf(linter.overlooked));
  }

  private void revision(Revision revision, int place) {
    boolean pending = catalog.isPending(place);
    schema.beginFile(!pending || !catalog.isPending(place - 1));
    var up = new ScriptLinter(revision.up(), true, pending, schema, catalog);
    up.read(List.of());
    add(up);
    if (revision.down().irreversible() != null) {
      return;
    }
    var down = new ScriptLinter(revision.down(), false, pending, schema.goingDown(), catalog);
    down.read(up.changes());
    add(down);
  }

  private void add(ScriptLinter script) {
    findings.addAll(script.findings());
    overlooked.addAll(script.overlooked());
  }
}
