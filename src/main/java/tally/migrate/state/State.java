package tally.migrate.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;

/**
 * What a database says about itself.
 *
 * @param backendPid the process that answered
 * @param table the version table with the schema it is in, or would be made in; the schema is null
 *     only if the search path leads nowhere
 * @param exists whether the table is there
 * @param versions its rows
 * @param logged whether our own tables are there and may be written
 * @param applied the last successful run of every revision the log knows
 * @param halfway a file without a transaction that was begun and not finished, null for none
 */
public record State(
    int backendPid,
    VersionTable table,
    boolean exists,
    List<String> versions,
    boolean logged,
    List<Applied> applied,
    @Nullable Halfway halfway) {

  /**
   * The last successful run of a revision.
   *
   * @param from the version before it, null for base
   */
  public record Applied(
      String revision,
      Direction direction,
      @Nullable String from,
      String sha256Up,
      String sha256Down) {}

  /**
   * Where the database is.
   *
   * @throws MigrationException if that is nowhere the files know, or in two places at once
   */
  public int place(Chain chain) {
    if (versions.isEmpty()) {
      return 0;
    }
    if (versions.size() > 1) {
      throw new Refusal(
          Exit.STATE,
          table.shown()
              + " has "
              + versions.size()
              + " rows ("
              + String.join(", ", versions)
              + "), a database can be at one revision only. Find out which one is true and write"
              + " it with `migrate stamp --purge REV`");
    }
    String version = versions.get(0);
    int place = chain.place(version);
    if (place == 0) {
      throw chain.unknownVersion(version);
    }
    return place;
  }
}
