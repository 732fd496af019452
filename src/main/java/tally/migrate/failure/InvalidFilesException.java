package tally.migrate.failure;

import java.util.List;
import tally.migrate.script.Fault;

/** The migration files cannot be used as they are. Carries every fault that was found. */
public final class InvalidFilesException extends MigrationException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  /** Of at least one fault, ordered by file and line. */
  public InvalidFilesException(List<Fault> faults) {
    super(Exit.FILES, lines(faults), null);
    this.faults = List.copyOf(faults);
  }

  /** At least one, ordered by file and line. */
  public List<Fault> faults() {
    return faults;
  }

  private static String lines(List<Fault> faults) {
    var lines = new StringBuilder();
    for (Fault fault : faults) {
      lines.append(lines.isEmpty() ? "" : "\n").append(fault);
    }
    return lines.toString();
  }
}
