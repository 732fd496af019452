package tally.db;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Who does a job, in SQL. While it is being done its start stands so far in the past that it is due
 * again soon: should whoever does it be gone by then, another one goes on.
 */
public interface JobDao {
  /**
   * Whether it is due, and the caller the one to do it.
   *
   * @param seconds from one start to the next
   * @param lease for how many seconds nobody else does it, at most as many as from start to start
   */
  @SqlUpdate(
      """
      insert into jobs (name, started_at)
      values (:name, clock_timestamp() - (:seconds - :lease) * interval '1 second')
      on conflict (name) do update
      set started_at = excluded.started_at
      where jobs.started_at <= clock_timestamp() - :seconds * interval '1 second'
      """)
  boolean claim(String name, long seconds, long lease);

  /** Nobody else does it for another while, unless it is done already. */
  @SqlUpdate(
      """
      update jobs
      set started_at = clock_timestamp() - (:seconds - :lease) * interval '1 second'
      where name = :name
        and started_at < clock_timestamp() - (:seconds - :lease) * interval '1 second'
      """)
  void keep(String name, long seconds, long lease);

  /**
   * It is done, and is due again when its time has come.
   *
   * @param took how many seconds ago it was begun
   */
  @SqlUpdate(
      """
      update jobs
      set started_at = clock_timestamp() - :took * interval '1 second'
      where name = :name
      """)
  void done(String name, long took);
}
