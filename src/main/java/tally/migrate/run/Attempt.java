package tally.migrate.run;

import tally.migrate.revision.Step;

/** A leg being run; again after a failure, as often as is asked for. */
interface Attempt {
  /**
   * Runs the leg, or what is left of it.
   *
   * @throws StepException if it failed, or it is not known whether it was committed
   */
  void run() throws StepException;

  /** The step that is under way. */
  Step step();

  /** What the database looks like after a failure. */
  String outcome();
}
