package tally.migrate.revision;

import org.jspecify.annotations.Nullable;
import tally.migrate.script.FileName;
import tally.migrate.script.Script;

/** The files of one number and name, while they are being collected: the up, the down, or both. */
final class Pair implements Comparable<Pair> {
  private final FileName name;
  private final int number;
  private boolean hasUp;
  private boolean hasDown;
  private @Nullable Script up;
  private @Nullable Script down;
  private @Nullable String id;

  /**
   * @param name of either file
   */
  Pair(FileName name) {
    this.name = name;
    this.number = name.number();
  }

  /**
   * @param script null where the file is no text
   * @param id the one that the up names, null where it names none
   */
  void add(FileName file, @Nullable Script script, @Nullable String id) {
    if (file.up()) {
      hasUp = true;
      up = script;
      this.id = id;
    } else {
      hasDown = true;
      down = script;
    }
  }

  int number() {
    return number;
  }

  String digits() {
    return name.digits();
  }

  String id() {
    return id == null ? name.digits() : id;
  }

  /** The name of the up, or of the down where that is alone. */
  String file() {
    return name.label().concat(hasUp ? FileName.UP : FileName.DOWN);
  }

  /** The name of the file that is not there, null if both are. */
  @Nullable String missing() {
    if (hasUp && hasDown) {
      return null;
    }
    return name.label().concat(hasUp ? FileName.DOWN : FileName.UP);
  }

  /** Whether both are halves of one revision, under two names. */
  boolean completes(Pair other) {
    boolean halves = hasUp != hasDown && other.hasUp != other.hasDown;
    return halves && hasUp != other.hasUp && number() == other.number();
  }

  /** Null where a file is missing or is no text. */
  @Nullable Revision revision() {
    return up == null || down == null ? null : new Revision(number(), id(), name.name(), up, down);
  }

  @Override
  public int compareTo(Pair other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber == 0 ? name.label().compareTo(other.name.label()) : byNumber;
  }
}
