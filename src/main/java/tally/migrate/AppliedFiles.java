package tally.migrate;

/** Compares the files with what the log says was run. */
final class AppliedFiles {
  private AppliedFiles() {}

  /**
   * @param place where the database is; only what is applied there counts
   * @throws MigrationException if an up file is not what was run, or has another predecessor
   */
  static void check(Chain chain, State state, int place, Console console) {
    var changed = new StringBuilder();
    for (State.Applied applied : state.applied()) {
      int at = chain.place(applied.revision());
      if (applied.direction() == Direction.DOWN || at == 0 || at > place) {
        continue;
      }
      Revision revision = chain.at(at);
      if (!revision.up().sha256().equals(applied.sha256Up())) {
        changed.append(changed.isEmpty() ? "" : ", ").append(revision.up().file());
      } else if (!java.util.Objects.equals(chain.id(at - 1), applied.from())) {
        throw late(chain, at, applied);
      }
      if (!revision.down().sha256().equals(applied.sha256Down())) {
        console.warn(
            revision.down().file() + " is not what it was when " + revision.id() + " was applied");
      }
    }
    if (!changed.isEmpty()) {
      throw new MigrationException(
          Exit.FILES,
          "Changed since they were applied: "
              + changed
              + ". Nothing was run. Put the files back as they were, and write what is to change"
              + " into a new one");
    }
  }

  private static MigrationException late(Chain chain, int place, State.Applied applied) {
    return new MigrationException(
        Exit.STATE,
        chain.name(place - 1)
            + " came late: "
            + applied.revision()
            + ", which now follows it, was applied after "
            + (applied.from() == null ? "base" : applied.from())
            + ". Nothing was run. Give the late file a number after all that are applied");
  }
}
