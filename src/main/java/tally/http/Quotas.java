package tally.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The quotas of all for whom one limit holds.
 *
 * @param name as clients are told it
 * @param limit requests an hour; 0 for any number
 */
record Quotas(String name, int limit, Map<String, Quota> known) {
  /** So many are told apart at a time; newcomers beyond them share one quota. */
  private static final int MOST = 100_000;

  /** Who comes back later is looked up again. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  Quotas(String name, int limit) {
    this(name, limit, new ConcurrentHashMap<>());
  }

  /** That of one of them. */
  Quota of(String who, long now) {
    var quota = known.get(who);
    if (quota != null) {
      return quota;
    }
    var kept = known.size() < MOST ? who : "others";
    return known.computeIfAbsent(kept, one -> new Quota(name + ":" + one, limit, now));
  }

  /** Those of which there is news since this was called last; forgets whom nobody asks for. */
  List<Quota> news(long now) {
    known.values().removeIf(quota -> quota.isIdle(now, KEPT));
    return known.values().stream().filter(Quota::isNews).toList();
  }
}
