package tally.http;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What all replicas have counted, in SQL. */
public interface RequestCountDao {
  /** Adds to each key's requests in the hour that ends then, and returns the sums. */
  @SqlQuery(
      """
      insert into request_counts (key, ends_at, requests)
      select key, ends_at, requests
      from unnest(:keys, cast(:ends as timestamptz[]), :requests) as new (key, ends_at, requests)
      on conflict (key, ends_at) do update
      set requests = request_counts.requests + excluded.requests
      returning key, requests
      """)
  List<Count> add(List<String> keys, List<String> ends, List<Long> requests);

  /** Forgets hours that are over. */
  @SqlUpdate("delete from request_counts where ends_at < clock_timestamp()")
  int forget();

  /** A sum. */
  record Count(String key, long requests) {}
}
