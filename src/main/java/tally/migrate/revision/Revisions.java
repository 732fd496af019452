package tally.migrate.revision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.SqlFile;

/** The history that the files tell, oldest first, without gaps, each id once. */
public final class Revisions {
  private final List<Revision> list;
  private final Map<String, Integer> positions;

  private Revisions(List<Revision> list) {
    this.list = List.copyOf(list);
    this.positions = new HashMap<>(2 * list.size());
    for (int i = 0; i < list.size(); i++) {
      positions.put(list.get(i).id(), i);
    }
  }

  /**
   * Reads and checks files, which need no order.
   *
   * @throws InvalidFilesException with all that is wrong with them
   */
  public static Revisions read(List<SqlFile> files) {
    return new Revisions(new RevisionReader().read(files));
  }

  /** The oldest of them, and behind those other ones. */
  Revisions continued(int count, List<Revision> later) {
    var joined = new ArrayList<>(list.subList(0, count));
    joined.addAll(later);
    return new Revisions(joined);
  }

  /** Oldest first; empty where there are no files. */
  public List<Revision> list() {
    return list;
  }

  /**
   * The revisions that an abbreviated id may mean, oldest first: the one whose id it is, otherwise
   * all whose ids begin with it. More than one means that it is ambiguous.
   */
  List<Revision> byPrefix(String prefix) {
    int exact = position(prefix);
    if (exact >= 0) {
      return List.of(list.get(exact));
    }
    var candidates = new ArrayList<Revision>();
    for (Revision revision : list) {
      if (revision.id().startsWith(prefix)) {
        candidates.add(revision);
      }
    }
    return candidates;
  }

  /** The place of an id in {@link #list}, -1 where there is none such. */
  int position(String id) {
    Integer position = positions.get(id);
    return position == null ? -1 : position;
  }
}
