package tally.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets few requests run at the same time, as many as keep the database busy; the others wait in the
 * order in which they came, and none of them takes a thread. More at a time are not served faster:
 * they only take the cores from one another.
 *
 * @param <W> what waits
 */
final class Turns<W extends Turns.Waiting> {
  private final Queue<W> line = new ArrayDeque<>();
  private final Shedding shedding;
  private final long longestWait;
  private final LongSupplier nanos;

  /** How many more may run. */
  private int free;

  /** When a turn ended in which no connection was to be had. */
  private long lastInVain;

  /**
   * As many as there are connections to the database.
   *
   * @param longestWait after which nobody is given a turn any more
   */
  Turns(int connections, Duration longestWait) {
    this(connections, longestWait, System::nanoTime);
  }

  /**
   * @param nanos a clock
   */
  Turns(int atATime, Duration longestWait, LongSupplier nanos) {
    this.free = atATime;
    this.shedding = new Shedding(atATime, nanos);
    this.longestWait = longestWait.toNanos();
    this.nanos = nanos;
    this.lastInVain = nanos.getAsLong();
  }

  /** What waits for a turn. */
  interface Waiting {
    /** When it came, by the clock. */
    long since();

    /** Its turn will not come. */
    void refuse();
  }

  /** What came of asking for a turn. */
  enum Place {
    NOW,
    /** It is in the line. */
    LATER,
    /** It is to be refused. */
    NEVER
  }

  /** Whether more arrive than can be served, and some are refused. */
  synchronized boolean areTooFew() {
    return shedding.isShedding();
  }

  /** Takes a turn, or a place in the line. */
  synchronized Place take(W one) {
    if (free > 0) {
      free--;
      return Place.NOW;
    }
    if (!shedding.admits(line.size())) {
      return Place.NEVER;
    }
    line.add(one);
    return Place.LATER;
  }

  /**
   * Refuses those who have waited too long although no turn has ended meanwhile. To be called now
   * and then.
   */
  void refuseOverdue() {
    for (var one = overdue(); one != null; one = overdue()) {
      one.refuse();
    }
  }

  private synchronized @Nullable W overdue() {
    var first = line.peek();
    return first != null && nanos.getAsLong() - first.since() >= longestWait ? line.poll() : null;
  }

  /** How many wait. */
  synchronized int waiting() {
    return line.size();
  }

  /**
   * A turn is over.
   *
   * @param inVain whether no connection was to be had in it: whoever came earlier has waited as
   *     long, and would wait in vain, too
   * @return whose turn it is, and who calls this afterwards; null where nobody waits
   */
  @Nullable W next(boolean inVain) {
    while (true) {
      W next;
      synchronized (this) {
        long now = nanos.getAsLong();
        if (inVain) {
          lastInVain = now;
        }
        next = line.poll();
        if (next == null) {
          free++;
          return null;
        }
        long waited = now - next.since();
        shedding.began(line.size(), waited);
        if (waited < longestWait && lastInVain - next.since() <= 0) {
          return next;
        }
      }
      next.refuse();
    }
  }
}
