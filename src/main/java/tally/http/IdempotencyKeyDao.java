package tally.http;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Keys that need not be known any longer, in SQL. */
public interface IdempotencyKeyDao {
  /** Forgets keys of more than 24 hours, at most 10,000 of them, and returns how many. */
  @SqlUpdate(
      """
      delete from idempotency_keys
      where (user_id, route, key) in (
        select user_id, route, key
        from idempotency_keys
        where created_at < clock_timestamp() - interval '24 hours'
        order by created_at
        limit 10000
      )
      """)
  int forget();
}
