package tally.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the database together what is to be written in one place at the same moment. What comes
 * while others are under way waits here, without a connection, and goes when they are back: nobody
 * waits for company. A statement for several, and its commit, take little more than one for one.
 *
 * @param <P> a place, never of two users
 * @param <W> what one request writes, all or nothing
 * @param <A> what it is answered
 */
public final class GroupedWrites<P, W, A> {
  private final Statement<P, W, A> statement;
  private final BiPredicate<List<W>, W> fits;

  /** Who waits behind those under way; guarded by this object's lock. */
  private final Map<P, Queue<Write<W, A>>> lines = new HashMap<>();

  /**
   * @param fits whether one goes into the statement of these, who are some already
   */
  public GroupedWrites(Statement<P, W, A> statement, BiPredicate<List<W>, W> fits) {
    this.statement = statement;
    this.fits = fits;
  }

  /**
   * For requests that write a list each, and are answered with what became of it. All lists go as
   * one; what becomes of it is as long, or it is empty.
   *
   * @param most so many go together
   */
  public static <P, W, A> GroupedWrites<P, List<W>, List<A>> ofLists(
      Statement<P, W, A> statement, int most) {
    return new GroupedWrites<>(
        (place, lists) -> {
          var written = statement.run(place, lists.stream().flatMap(List::stream).toList());
          var parts = new ArrayList<List<A>>();
          int from = 0;
          for (var list : lists) {
            int to = Math.min(from + list.size(), written.size());
            parts.add(written.subList(from, to));
            from = to;
          }
          return parts;
        },
        (lists, next) -> lists.stream().mapToInt(List::size).sum() + next.size() <= most);
  }

  /** Writes all, or nothing, in a transaction of its own. */
  @FunctionalInterface
  public interface Statement<P, W, A> {
    /** Returns the answers in the order of the writes. */
    List<A> run(P place, List<W> writes);
  }

  /**
   * @param answer what its thread has to do, once it is known
   */
  private record Write<W, A>(W sent, CompletableFuture<Supplier<A>> answer) {
    Write(W sent) {
      this(sent, new CompletableFuture<>());
    }

    A await() {
      return answer.join().get();
    }
  }

  /**
   * Writes one, and returns when it is committed.
   *
   * @throws RuntimeException the statement's, of one that was refused only its own
   */
  public A write(P place, W sent) {
    var write = new Write<W, A>(sent);
    return isBehindOthers(place, write) ? write.await() : lead(place, write);
  }

  private synchronized boolean isBehindOthers(P place, Write<W, A> write) {
    var line = lines.get(place);
    if (line == null) {
      lines.put(place, new ArrayDeque<>());
      return false;
    }
    return line.add(write);
  }

  /** Goes to the database with those who wait, and has the next one lead the next ones. */
  private A lead(P place, Write<W, A> first) {
    var company = company(place, first);
    var answers = new ArrayList<Supplier<A>>();
    var failure = send(place, company, answers);
    Supplier<A> missing =
        failing(failure == null ? new IllegalStateException("a write without an answer") : failure);
    if (failure == null) {
      handOver(place);
    } else {
      disperse(place, missing);
    }
    for (int i = 1; i < company.size(); i++) {
      company.get(i).answer.complete(i < answers.size() ? answers.get(i) : missing);
    }
    return (answers.isEmpty() ? missing : answers.get(0)).get();
  }

  private synchronized List<Write<W, A>> company(P place, Write<W, A> first) {
    var line = line(place);
    var company = new ArrayList<>(List.of(first));
    var sent = new ArrayList<>(List.of(first.sent));
    for (var next = line.peek(); next != null && fits.test(sent, next.sent); next = line.peek()) {
      company.add(line.remove());
      sent.add(next.sent);
    }
    return company;
  }

  private synchronized void handOver(P place) {
    var next = line(place).poll();
    if (next == null) {
      lines.remove(place);
    } else {
      next.answer.complete(() -> lead(place, next));
    }
  }

  /**
   * Tells those behind, of whom nothing was sent, at once: where the database is gone, or somebody
   * holds the rows, each would only wait as long again, one after the other.
   */
  private synchronized void disperse(P place, Supplier<A> answer) {
    line(place).forEach(write -> write.answer.complete(answer));
    lines.remove(place);
  }

  private Queue<Write<W, A>> line(P place) {
    return Objects.requireNonNull(lines.get(place));
  }

  /**
   * @param answers where to add what becomes of them, as far as that is known
   * @return why the rest is not known, null if all is
   */
  private @Nullable Throwable send(P place, List<Write<W, A>> company, List<Supplier<A>> answers) {
    try {
      var sent = company.stream().map(write -> write.sent).toList();
      statement.run(place, sent).forEach(answer -> answers.add(() -> answer));
      return null;
    } catch (RuntimeException | Error e) {
      if (!isUndone(e)) {
        return e;
      }
      if (company.size() == 1) {
        answers.add(failing(e));
        return null;
      }
    }
    for (var write : company) {
      var failure = send(place, List.of(write), answers);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  /**
   * Whether the database has refused a value, which nobody else answers for, or has chosen the
   * statement to end a deadlock: nothing was written. After any other fault it may be there.
   */
  private static boolean isUndone(Throwable e) {
    var cause = DatabaseFault.cause(e);
    var state = cause == null ? "" : String.valueOf(cause.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.equals("40P01");
  }

  private static <A> Supplier<A> failing(Throwable e) {
    return () -> {
      if (e instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e;
    };
  }
}
