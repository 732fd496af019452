package tally.db;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Who does a job, in SQL. */
public interface JobDao {
  /** Whether it is due, and the caller the one to do it. */
  @SqlUpdate(
      """
      insert into jobs (name, started_at)
      values (:name, clock_timestamp())
      on conflict (name) do update
      set started_at = excluded.started_at
      where jobs.started_at <= clock_timestamp() - :seconds * interval '1 second'
      """)
  boolean claim(String name, long seconds);
}
