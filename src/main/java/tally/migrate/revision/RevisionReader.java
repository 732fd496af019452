package tally.migrate.revision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.Fault;
import tally.migrate.script.FileName;
import tally.migrate.script.Script;
import tally.migrate.script.ScriptReader;
import tally.migrate.script.SqlFile;

/** Makes revisions out of files, and collects what is wrong with them. */
final class RevisionReader {
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Pair> pairs = new HashMap<>();

  /**
   * @return oldest first
   * @throws InvalidFilesException with all that is wrong
   */
  List<Revision> read(List<SqlFile> files) {
    for (SqlFile file : files) {
      add(file);
    }
    var ordered = new ArrayList<Pair>(pairs.values());
    Collections.sort(ordered);
    new Numbering(ordered, faults).check();
    if (!faults.isEmpty()) {
      Collections.sort(faults);
      throw new InvalidFilesException(faults);
    }
    return revisions(ordered);
  }

  private void add(SqlFile file) {
    FileName name = FileName.parse(file.name());
    if (name == null) {
      faults.add(
          new Fault(
              file.name(),
              1,
              "the name is not NNN_name.up.sql or NNN_name.down.sql, NNN being at most 9 digits:"
                  + " rename the file, or keep it elsewhere"));
      return;
    }
    var reader = new ScriptReader(file, name, faults);
    Script script = reader.read();
    Pair pair = pairs.get(name.label());
    if (pair == null) {
      pair = new Pair(name);
      pairs.put(name.label(), pair);
    }
    pair.add(name, script, reader.revision());
  }

  private static List<Revision> revisions(List<Pair> pairs) {
    var revisions = new ArrayList<Revision>(pairs.size());
    for (Pair pair : pairs) {
      Revision revision = pair.revision();
      if (revision != null) {
        revisions.add(revision);
      }
    }
    return revisions;
  }
}
