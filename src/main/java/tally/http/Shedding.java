package tally.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides who may join a line. A line that comes and goes is a burst, and is let be; one that stays
 * means that more arrives than can be done, so that all wait for nothing but each other. Then it is
 * kept short, and the others are told so at once.
 *
 * <p>Used by one thread at a time. The idea is that of CoDel (RFC 8289): what counts is not how
 * long a line gets, but whether it gets short again.
 */
final class Shedding {
  /**
   * So many are no overload, however long they wait: clients that ask for one thing after another,
   * and would only ask more often if they were refused.
   */
  private static final int USUAL = 64;

  /** Whoever waits no longer has nothing to complain of. */
  private static final long SHORT_WAIT_NANOS = Duration.ofMillis(5).toNanos();

  /** A line that has been long for this time stays. */
  private static final long STANDING_NANOS = Duration.ofMillis(100).toNanos();

  /** Then it is tried whether fewer come by now. */
  private static final long SHEDDING_NANOS = Duration.ofSeconds(2).toNanos();

  private enum State {
    /** As long as the line gets short now and then. */
    OPEN,
    /** Only so few may wait as keep everybody busy. */
    SHEDDING,
    /** As many as usual may wait; if one more comes, they are still too many. */
    TRYING
  }

  private final int few;
  private final int usual;
  private final int most;
  private final LongSupplier nanos;
  private State state = State.OPEN;

  /** When the state began. */
  private long since;

  private boolean isLong;

  /** When the line became long, if it is. */
  private long longSince;

  /**
   * @param few who may always wait
   * @param nanos a clock
   */
  Shedding(int few, LongSupplier nanos) {
    this.few = few;
    this.usual = Math.max(USUAL, 2 * few);
    this.most = 2 * usual;
    this.nanos = nanos;
  }

  /**
   * Whether one more may wait.
   *
   * @param waiting before it
   */
  boolean admits(int waiting) {
    if (waiting < few && state == State.OPEN) {
      return true;
    }
    long now = nanos.getAsLong();
    if (state == State.SHEDDING && now - since > SHEDDING_NANOS) {
      // Where nobody has come for as long again, it is over.
      become(now - since > 2 * SHEDDING_NANOS ? State.OPEN : State.TRYING, now);
    } else if (state == State.TRYING && now - since > STANDING_NANOS) {
      become(State.OPEN, now);
    }
    if (waiting < few) {
      return true;
    }
    return switch (state) {
      case OPEN -> admitsOpen(waiting, now);
      case TRYING -> waiting < usual || sheds(now);
      case SHEDDING -> false;
    };
  }

  private boolean admitsOpen(int waiting, long now) {
    if (waiting < usual) {
      return true;
    }
    if (!isLong) {
      isLong = true;
      longSince = now;
    }
    return now - longSince < STANDING_NANOS ? waiting < most : sheds(now);
  }

  private boolean sheds(long now) {
    become(State.SHEDDING, now);
    return false;
  }

  boolean isShedding() {
    return state == State.SHEDDING;
  }

  private void become(State next, long now) {
    state = next;
    since = now;
    isLong = false;
  }

  /**
   * Somebody's turn has come.
   *
   * @param waiting behind him
   * @param waited nanoseconds
   */
  void began(int waiting, long waited) {
    if (waiting < usual || waited < SHORT_WAIT_NANOS) {
      isLong = false;
    }
  }
}
