package tally.migrate.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.lint.Catalog;
import tally.migrate.lint.Finding;
import tally.migrate.lint.Linter;
import tally.migrate.revision.Revision;
import tally.migrate.revision.Revisions;

/**
 * What Jazzer calls with the bytes of a file that it has made up. Whatever they are, they are
 * either refused, each fault in a line that exists, or come apart into statements between which
 * nothing is lost; and the linter has an opinion about them.
 */
public final class FileFuzzer {
  static final byte[] OTHER = "select 1;".getBytes(UTF_8);

  private FileFuzzer() {}

  /** Jazzer's name for it. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Revision up = revision(bytes, OTHER);
    if (up != null) {
      new FuzzedScript(up.up()).check();
    }
    Revision down = revision(OTHER, bytes);
    if (down != null && down.down().irreversible() == null) {
      lint(down);
    }
    if (up != null) {
      lint(up);
      unchangedByLineEnds(up.up());
    }
  }

  /** Null if it is refused. */
  static @Nullable Revision revision(byte[] up, byte[] down) {
    var files =
        List.of(
            new SqlFile("001_a.up.sql", "sql/001_a.up.sql", up),
            new SqlFile("001_a.down.sql", "sql/001_a.down.sql", down));
    try {
      return Revisions.read(files).list().get(0);
    } catch (InvalidFilesException e) {
      for (Fault fault : e.faults()) {
        byte[] bytes = fault.file().equals("001_a.up.sql") ? up : down;
        hold(fault.line() >= 1 && fault.line() <= lines(bytes), "a fault is in no line: " + fault);
      }
      return null;
    }
  }

  /** One up that has to be good, as it is made of what was read before. */
  static Revision accepted(String up) {
    // With LF, a carriage return that stood before one would be taken for a part of it.
    Revision revision = revision(up.replace("\n", "\r\n").getBytes(UTF_8), OTHER);
    if (revision == null) {
      throw new AssertionError("refused: " + up);
    }
    return revision;
  }

  private static void lint(Revision revision) {
    for (Finding finding : Linter.lint(List.of(revision), Catalog.none()).findings()) {
      Script script = finding.file().endsWith("up.sql") ? revision.up() : revision.down();
      int lines = lines(script.text().getBytes(UTF_8));
      hold(finding.line() >= 1 && finding.line() <= lines, "a finding is in no line: " + finding);
    }
  }

  private static void unchangedByLineEnds(Script script) {
    if (script.text().startsWith("\uFEFF")) {
      return;
    }
    Revision revision = accepted("\uFEFF" + script.text());
    hold(script.sha256().equals(revision.up().sha256()), "the line ends change the checksum");
    hold(
        script.statements().equals(revision.up().statements()),
        "the line ends change the statements");
  }

  private static int lines(byte[] bytes) {
    int lines = 1;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  static void hold(boolean property, String otherwise) {
    if (!property) {
      throw new AssertionError(otherwise);
    }
  }
}
