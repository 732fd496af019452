package tally.migrate.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code -- migrate: …} comments of one file say: {@code irreversible REASON}, {@code
 * no-transaction}, {@code revision ID} and {@code leaves TABLE (COLUMN, …)} at its head, {@code
 * ignore RULE REASON} before a statement.
 */
public final class Directives {
  private static final String PREFIX = "migrate:";

  private final FileName file;
  private final String name;
  private final List<Fault> faults;
  private final List<Ignore> pending = new ArrayList<>();
  private boolean head = true;
  private boolean transactional = true;
  private @Nullable String irreversible;
  private @Nullable String revision;
  private final List<TableShape> leaves = new ArrayList<>();

  /**
   * Of one file, before its first comment is read.
   *
   * @param name the file's, as it is shown in faults
   * @param faults to which those of the directives are added
   */
  public Directives(FileName file, String name, List<Fault> faults) {
    this.file = file;
    this.name = name;
    this.faults = faults;
  }

  /**
   * What a comment commands, null where it is an ordinary one.
   *
   * @param from the character after the comment's sign
   * @param to the character after the comment
   */
  static @Nullable String command(char[] text, int from, int to) {
    int i = from;
    while (i < to && Character.isWhitespace(text[i])) {
      i++;
    }
    // Looks at one letter before it makes a string of each comment there is.
    if (i == to || (text[i] != 'm' && text[i] != 'M')) {
      return null;
    }
    String comment = new String(text, i, to - i);
    return comment.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
        ? comment.substring(PREFIX.length()).strip()
        : null;
  }

  /**
   * Takes a directive in.
   *
   * @param command as {@link #command} gives it
   * @param alone whether it has its line to itself, outside of a statement
   */
  void add(String command, int line, boolean alone) {
    int space = space(command);
    String word = command.substring(0, space);
    String rest = command.substring(space).strip();
    if (!alone) {
      fault(line, "a directive has a line to itself, before the statement");
    } else if (word.equals("ignore")) {
      ignore(rest, line);
    } else if (!head) {
      fault(line, "'" + word + "' must stand at the head of the file, before the first statement");
    } else {
      head(word, rest, line);
    }
  }

  private void head(String word, String rest, int line) {
    switch (word) {
      case "no-transaction" -> noTransaction(rest, line);
      case "irreversible" -> irreversible(rest, line);
      case "revision" -> revision(rest, line);
      case "leaves" -> leaves(rest, line);
      default ->
          fault(
              line,
              "unknown directive '"
                  + word
                  + "'; there are irreversible REASON, no-transaction, revision ID, leaves TABLE"
                  + " (COLUMN, …) and ignore RULE REASON");
    }
  }

  private void noTransaction(String rest, int line) {
    if (!rest.isEmpty()) {
      fault(line, "'no-transaction' stands alone; put the remark on a line of its own");
    } else if (!transactional) {
      fault(line, "'no-transaction' stands here twice");
    }
    transactional = false;
  }

  private void irreversible(String reason, int line) {
    if (file.up()) {
      fault(line, "'irreversible' belongs into " + file.partner());
    } else if (reason.isEmpty()) {
      fault(
          line,
          "'irreversible' needs a reason, and what to do instead: it is shown to whoever"
              + " tries to go back");
    } else if (irreversible != null) {
      fault(line, "'irreversible' stands here twice");
    }
    irreversible = reason;
  }

  private void revision(String id, int line) {
    if (!file.up()) {
      fault(line, "'revision' belongs into " + file.partner());
    } else if (revision != null) {
      fault(line, "'revision' stands here twice");
    } else {
      String wrong = RevisionId.fault(id);
      if (wrong != null) {
        fault(line, wrong);
      }
    }
    revision = id;
  }

  private void leaves(String rest, int line) {
    TableShape shape = TableShape.parse(rest);
    if (!file.up()) {
      fault(line, "'leaves' belongs into " + file.partner());
    } else if (shape == null) {
      fault(line, "'leaves' needs a table and its columns: -- migrate: leaves TABLE (COLUMN, …)");
    } else {
      leaves.add(shape);
    }
  }

  private void ignore(String rest, int line) {
    int space = space(rest);
    String reason = rest.substring(space).strip();
    if (reason.isEmpty()) {
      fault(line, "'ignore' needs a rule and a reason: -- migrate: ignore RULE REASON");
    } else {
      pending.add(new Ignore(rest.substring(0, space), reason, line));
    }
  }

  /** A statement begins: the head is over, and what is ignored here is handed over. */
  List<Ignore> statement() {
    head = false;
    if (pending.isEmpty()) {
      return List.of();
    }
    List<Ignore> ignores = List.copyOf(pending);
    pending.clear();
    return ignores;
  }

  /** The file is over. */
  void end() {
    for (Ignore ignore : pending) {
      fault(ignore.line(), "'ignore' stands before a statement, and here none follows");
    }
    if (irreversible != null && !transactional) {
      fault(1, "an irreversible file has nothing to run: remove 'no-transaction'");
    }
  }

  boolean transactional() {
    return transactional;
  }

  /** The reason, null where there is a way back. */
  @Nullable String irreversible() {
    return irreversible;
  }

  /** The id that is not the number, null where it is. */
  @Nullable String revision() {
    return revision;
  }

  /** The tables that the file makes or changes, as they are after it. */
  List<TableShape> leaves() {
    return List.copyOf(leaves);
  }

  private void fault(int line, String message) {
    faults.add(new Fault(name, line, message));
  }

  private static int space(String text) {
    int i = 0;
    while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
