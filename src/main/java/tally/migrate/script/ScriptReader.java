package tally.migrate.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one file: decodes it, splits it, and checks what stands in it. */
public final class ScriptReader {
  private final SqlFile file;
  private final FileName name;
  private final List<Fault> faults;
  private final Directives directives;

  /**
   * Reads nothing yet.
   *
   * @param faults to which those of the file are added
   */
  public ScriptReader(SqlFile file, FileName name, List<Fault> faults) {
    this.file = file;
    this.name = name;
    this.faults = faults;
    this.directives = new Directives(name, file.name(), faults);
  }

  /** The script; null where the file is no text. With faults it is not for use. */
  public @Nullable Script read() {
    String text = text();
    if (text == null) {
      return null;
    }
    List<SqlStatement> statements = split(text);
    return new Script(
        file.name(),
        file.path(),
        text,
        directives.transactional(),
        directives.irreversible(),
        directives.leaves(),
        statements);
  }

  /** The id that a directive names, null where there is none. */
  public @Nullable String revision() {
    return directives.revision();
  }

  /** Without byte order mark and with LF line ends; null, and a fault, where it is no text. */
  private @Nullable String text() {
    byte[] bytes = file.bytes();
    if (isPlain(bytes)) {
      return new String(bytes, ISO_8859_1);
    }
    String text = new String(bytes, UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // Either the replacement character itself, or what stands for bytes that mean nothing.
      int wrong = Arrays.mismatch(bytes, text.getBytes(UTF_8));
      if (wrong >= 0) {
        fault(line(bytes, wrong), "is not UTF-8: save the file in that encoding");
        return null;
      }
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      fault(new Lines(text.toCharArray()).line(nul), "contains a NUL character: remove it");
      return null;
    }
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
  }

  /** Whether it is ASCII alone, without anything that has to be looked at. */
  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0 || b == '\r') {
        return false;
      }
    }
    return true;
  }

  private List<SqlStatement> split(String text) {
    int before = faults.size();
    var statements = new ArrayList<SqlStatement>();
    var splitter = new Splitter(text, file.name(), directives, faults);
    for (var next = splitter.next(); next != null; next = splitter.next()) {
      String wrong = StatementRules.fault(splitter.words(), directives.transactional());
      if (wrong != null) {
        fault(next.line(), wrong);
      }
      statements.add(next);
    }
    directives.end();
    if (faults.size() == before) {
      count(statements);
    }
    return List.copyOf(statements);
  }

  private void count(List<SqlStatement> statements) {
    boolean irreversible = directives.irreversible() != null;
    if (irreversible && !statements.isEmpty()) {
      fault(
          statements.get(0).line(),
          "an irreversible file has nothing to run: remove the statement or 'irreversible'");
    } else if (!irreversible && statements.isEmpty()) {
      fault(
          1,
          name.up()
              ? "has no statement: write one"
              : "has no statement: write the way back, or '-- migrate: irreversible REASON'");
    }
  }

  private void fault(int line, String message) {
    faults.add(new Fault(file.name(), line, message));
  }

  private static int line(byte[] bytes, int place) {
    int line = 1;
    for (int i = 0; i < place; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
