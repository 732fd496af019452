package tally.migrate.revision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.Fault;
import tally.migrate.script.SqlFile;
import tally.migrate.script.SqlStatement;

/** Migration files that are in memory only. */
public final class SqlTexts {
  private final List<SqlFile> files = new ArrayList<>();

  /** One revision, whose down is there and in order. */
  public static SqlTexts up(String text) {
    return new SqlTexts().file("001_a.up.sql", text).file("001_a.down.sql", "select 1;");
  }

  /** One revision, whose up is there and in order. */
  public static SqlTexts down(String text) {
    return new SqlTexts().file("001_a.up.sql", "select 1;").file("001_a.down.sql", text);
  }

  /** The statements of an up that consists of this text. */
  public static List<SqlStatement> statements(String text) {
    return up(text).read().list().get(0).up().statements();
  }

  /** The same, without their places. */
  public static List<String> split(String text) {
    return statements(text).stream().map(SqlStatement::text).toList();
  }

  public SqlTexts file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  public SqlTexts file(String name, byte[] bytes) {
    files.add(new SqlFile(name, "sql/" + name, bytes));
    return this;
  }

  /** A pair with nothing remarkable in it. */
  public SqlTexts pair(String label) {
    return file(label + ".up.sql", "select 1;").file(label + ".down.sql", "select 2;");
  }

  public Revisions read() {
    return Revisions.read(files);
  }

  /** What is wrong with them, {@code file:line: message}. */
  public List<String> faults() {
    return thrown().stream().map(Fault::toString).toList();
  }

  /** Where something is wrong with them. */
  public List<Integer> lines() {
    return thrown().stream().map(Fault::line).toList();
  }

  private List<Fault> thrown() {
    return assertThrows(InvalidFilesException.class, this::read).faults();
  }
}
