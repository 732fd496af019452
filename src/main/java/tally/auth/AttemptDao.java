package tally.auth;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Wrong passwords in SQL. Each subject is a bucket: every failure adds a step, 15 minutes take a
 * whole unit away. A level of up to 1 is free; from there on the wait doubles with every step.
 */
interface AttemptDao {
  /** What is known of these subjects, nothing of most. */
  @SqlQuery(
      """
      select subject,
        greatest(0, extract(epoch from blocked_until - clock_timestamp()))::float8 as wait_seconds
      from login_failures
      where subject in (:account, :address)
      """)
  List<Standing> standings(String account, String address);

  /**
   * Counts one failure of each subject, and takes away some rows that are void.
   *
   * @param subjects in ascending order, so that two callers never wait for one another
   * @param steps how much one failure is, for each subject: one over how many are free
   */
  @SqlUpdate(
      """
      with void as (
        delete from login_failures
        where subject in (
          select subject
          from login_failures
          where failed_at < clock_timestamp() - interval '1 hour' and subject <> all (:subjects)
          order by failed_at
          limit 10
          for update skip locked
        )
      )
      insert into login_failures as known (subject, level, failed_at, blocked_until)
      select failed.subject, failed.step, clock.now, clock.now
      from (select clock_timestamp() as now) as clock,
        unnest(:subjects, :steps) as failed (subject, step)
      order by failed.subject
      on conflict (subject) do update
      set (level, failed_at, blocked_until) = (
        select filled.level,
          greatest(known.failed_at, excluded.failed_at),
          excluded.failed_at + interval '1 second' * case
            when filled.level < 1.000001 then 0
            else power(2, ceil((filled.level - 1) / excluded.level - 0.000001) - 1)
          end
        from (
          select least(
            1 + 10 * excluded.level,
            greatest(
              0,
              known.level
                - greatest(0, extract(epoch from excluded.failed_at - known.failed_at)) / 900
            ) + excluded.level
          ) as level
        ) as filled
      )
      """)
  void fail(String[] subjects, double[] steps);

  @SqlUpdate("delete from login_failures where subject = :subject")
  void forget(String subject);

  /**
   * Where a subject stands.
   *
   * @param waitSeconds until its next attempt counts, 0 or more
   */
  record Standing(String subject, double waitSeconds) {}
}
