package tally.auth;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tally.http.Caller;

/**
 * Which sessions live, asked of the database at most once a second for each. What is ended here is
 * over at once; what another server ends, within that second.
 */
final class LiveSessions {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);

  /** Short of a second by what an answer takes. */
  private static final long TIME = TimeUnit.MILLISECONDS.toNanos(900);

  private final SessionDao sessions;

  /** Read by all, written by who holds this object's lock. */
  private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

  /** How many times something was ended here; guarded by this object's lock. */
  private long endings;

  private long swept = System.nanoTime();

  LiveSessions(SessionDao sessions) {
    this.sessions = sessions;
  }

  /** A session that lived at that time of {@link System#nanoTime}. */
  private record Seen(UUID userId, long at) {}

  /** Whether the session is there, not expired, its user's, and the user active. */
  boolean isLive(Caller caller) {
    long now = System.nanoTime();
    var known = seen.get(caller.sessionId());
    if (known != null && known.userId().equals(caller.userId()) && now - known.at() < TIME) {
      return true;
    }
    long before = endings();
    var isStale = sessions.isStale(caller.userId(), caller.sessionId());
    if (isStale.isEmpty()) {
      return false;
    }
    remember(caller, now, before);
    if (isStale.get()) {
      touch(caller);
    }
    return true;
  }

  /** Whether there was such a session to end. */
  boolean end(UUID userId, UUID sessionId) {
    boolean wasThere = sessions.end(userId, sessionId);
    forget(userId);
    return wasThere;
  }

  /** For who has ended sessions of a user in the database, after the commit. */
  synchronized void forget(UUID userId) {
    endings++;
    seen.values().removeIf(session -> session.userId().equals(userId));
  }

  private synchronized long endings() {
    return endings;
  }

  /** Unless something was ended since it was asked for: it may have been this one. */
  private synchronized void remember(Caller caller, long now, long before) {
    if (endings == before) {
      seen.put(caller.sessionId(), new Seen(caller.userId(), now));
    }
    if (now - swept > TIME) {
      swept = now;
      seen.values().removeIf(session -> now - session.at() >= TIME);
    }
  }

  /** Nobody's request fails because it could not be noted down. */
  private void touch(Caller caller) {
    try {
      sessions.touch(caller.userId(), caller.sessionId());
    } catch (JdbiException e) {
      LOG.debug("last_seen_at was not written", e);
    }
  }
}
