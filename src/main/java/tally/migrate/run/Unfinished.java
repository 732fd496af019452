package tally.migrate.run;

import org.jspecify.annotations.Nullable;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.revision.Plan;
import tally.migrate.revision.Step;
import tally.migrate.script.Script;
import tally.migrate.state.Halfway;
import tally.migrate.state.Progress;

/** Whether a plan may be carried out while a file without a transaction is half done. */
final class Unfinished {
  private Unfinished() {}

  /**
   * @param halfway null where nothing is half done
   * @throws MigrationException if the plan does not begin with finishing it, or cannot, because its
   *     finished part was changed
   */
  static void check(Plan plan, @Nullable Halfway halfway) {
    if (halfway == null) {
      return;
    }
    if (plan.isEmpty()) {
      // The version may be the one that was asked for; the schema is not.
      throw inTheWay(halfway);
    }
    Step first = plan.steps().get(0);
    if (first.direction() != halfway.direction()
        || !first.revision().id().equals(halfway.revision())) {
      throw inTheWay(halfway);
    }
    Script script = first.script();
    int done = halfway.done();
    boolean same =
        done <= script.statements().size()
            && Progress.digest(script.statements(), done).equals(halfway.sha256());
    if (script.transactional() || !same) {
      throw new Refusal(
          Exit.FILES,
          script.file()
              + " was changed in the part that has run already: its first "
              + done
              + (done == 1 ? " statement" : " statements")
              + ". Put that part back as it was; what follows it may be changed");
    }
  }

  private static MigrationException inTheWay(Halfway halfway) {
    return new Refusal(
        Exit.STOPPED_HALFWAY,
        halfway.revision()
            + " stopped half-way "
            + halfway.direction().word()
            + ", "
            + Halfway.place(halfway.done(), 0)
            + ". Finish it first with `migrate "
            + halfway.direction().command()
            + "`; or, if you have put the schema right yourself, say where it is with `migrate stamp"
            + " REV`");
  }
}
