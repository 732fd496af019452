package tally.migrate;

import java.util.List;

/** The migration files cannot be used as they are. Carries every fault that was found. */
final class InvalidFilesException extends MigrationException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  InvalidFilesException(List<Fault> faults) {
    super(Exit.FILES, lines(faults), null);
    this.faults = List.copyOf(faults);
  }

  /** At least one, ordered by file and line. */
  List<Fault> faults() {
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
