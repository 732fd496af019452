package tally.http;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What has been used of quotas at all replicas together, in SQL. Of a full one there is no row. */
public interface QuotaDao {
  /**
   * Adds to what is used of each quota, and returns what is used of it now. Of what replicas let
   * through beyond it no more is remembered than is made good in three minutes.
   *
   * @param keys in ascending order, so that two replicas never wait for one another
   * @param used for each key, in microseconds of the hour in which the whole quota is made good
   */
  @SqlQuery(
      """
      insert into quotas as known (key, full_at)
      select key, now() + least(used * interval '1 microsecond', interval '63 minutes')
      from unnest(:keys, :used) as new (key, used)
      on conflict (key) do update
      set full_at = least(
        greatest(known.full_at, now()) + (excluded.full_at - now()),
        now() + interval '63 minutes')
      returning key,
        cast(1000000 * extract(epoch from full_at - clock_timestamp()) as bigint) as used
      """)
  List<Standing> add(List<String> keys, List<Long> used);

  /** Forgets quotas that are full, at most 10,000 of them, and returns how many. */
  @SqlUpdate(
      """
      delete from quotas
      where key in (
        select key
        from quotas
        where full_at < clock_timestamp()
        limit 10000
        for update skip locked
      )
      """)
  int forget();

  /**
   * What is used of a quota.
   *
   * @param used microseconds until it is full again, 0 or less if it is
   */
  record Standing(String key, long used) {}
}
