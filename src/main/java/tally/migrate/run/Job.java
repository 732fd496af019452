package tally.migrate.run;

import java.sql.SQLException;
import tally.migrate.database.Session;
import tally.migrate.failure.MigrationException;
import tally.migrate.state.State;

/** Something that changes a database, under the lock. */
interface Job {
  /**
   * Whether there is anything to do. Asked before the lock is taken, and again once it is ours.
   *
   * @throws MigrationException if it must not be done in this state
   */
  boolean isNeeded(State state);

  /**
   * Looks at more than the state tells, before anything is locked.
   *
   * @throws MigrationException if it must not be done in this database
   */
  default void inspect(Session session, State state) throws SQLException {}

  /** A leg of it turned out to be committed, after the reply to that was lost. */
  default void committed(Leg leg) {}

  /** Whether what it does is rolled back, so that nothing is to be made for it either. */
  default boolean leavesNothing() {
    return false;
  }

  /**
   * Makes sure that it is meant, where something is to be done, before anything is locked: nobody
   * else shall wait for an answer.
   *
   * @throws MigrationException if it is not
   */
  default void confirm(Session session) throws SQLException {}

  /**
   * Does it.
   *
   * @param state as {@link #isNeeded} saw it last
   */
  void run(LockedSession locked, State state) throws SQLException, LostConnectionException;
}
