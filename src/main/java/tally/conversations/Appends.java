package tally.conversations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tally.db.DatabaseFault;
import tally.http.IdempotencyKey;

/**
 * Appends messages. What comes for a conversation while others are being appended to it waits here,
 * and then goes to the database together: its row is held by one at a time, and who waits for it
 * there keeps a connection from everybody else.
 */
final class Appends {
  /** So many messages go together. */
  private static final int MOST = 100;

  private final MessageDao messages;

  /** Who waits behind those at work; guarded by this object's lock. */
  private final Map<Place, Queue<Append>> lines = new HashMap<>();

  Appends(MessageDao messages) {
    this.messages = messages;
  }

  private record Place(UUID userId, UUID conversationId) {}

  /**
   * What is sent by one request, all or nothing.
   *
   * @param answer what its thread has to do, once it is known
   */
  private record Append(List<NewMessage> sent, CompletableFuture<Supplier<List<Message>>> answer) {
    Append(List<NewMessage> sent) {
      this(sent, new CompletableFuture<>());
    }

    List<Message> await() {
      return answer.join().get();
    }
  }

  /**
   * The messages as they are stored, in their order; none if there is no such conversation.
   *
   * @param key null where the request may have its effect again; with one it goes by itself
   */
  List<Message> append(
      UUID userId, UUID conversationId, List<NewMessage> sent, @Nullable IdempotencyKey key) {
    if (key != null) {
      return messages.append(userId, conversationId, sent, key);
    }
    var place = new Place(userId, conversationId);
    var append = new Append(sent);
    return isBehindOthers(place, append) ? append.await() : lead(place, sent);
  }

  private synchronized boolean isBehindOthers(Place place, Append append) {
    var line = lines.get(place);
    if (line == null) {
      lines.put(place, new ArrayDeque<>());
      return false;
    }
    return line.add(append);
  }

  /** Goes to the database with those who wait, and has the next one lead the next ones. */
  private List<Message> lead(Place place, List<NewMessage> sent) {
    var append = new Append(sent);
    try {
      send(place, company(place, append));
    } finally {
      leave(place);
    }
    return append.await();
  }

  private synchronized List<Append> company(Place place, Append first) {
    var line = line(place);
    var company = new ArrayList<>(List.of(first));
    int size = first.sent.size();
    for (var next = line.peek(); next != null; next = line.peek()) {
      size += next.sent.size();
      if (size > MOST) {
        break;
      }
      company.add(line.remove());
    }
    return company;
  }

  private synchronized void leave(Place place) {
    var next = line(place).poll();
    if (next == null) {
      lines.remove(place);
    } else {
      next.answer.complete(() -> lead(place, next.sent));
    }
  }

  private Queue<Append> line(Place place) {
    return Objects.requireNonNull(lines.get(place));
  }

  /** Answers each of them. */
  private void send(Place place, List<Append> appends) {
    try {
      var all = appends.stream().flatMap(append -> append.sent.stream()).toList();
      var stored = messages.append(place.userId, place.conversationId, all, null);
      int from = 0;
      for (var append : appends) {
        int to = Math.min(from + append.sent.size(), stored.size());
        var own = stored.subList(from, to);
        append.answer.complete(() -> own);
        from = to;
      }
    } catch (RuntimeException | Error e) {
      if (appends.size() > 1 && isRefused(e)) {
        appends.forEach(append -> send(place, List.of(append)));
      } else {
        appends.forEach(append -> append.answer.complete(() -> rethrow(e)));
      }
    }
  }

  /**
   * Whether the database has refused a value, which nobody else answers for. After any other fault
   * the messages may be there.
   */
  private static boolean isRefused(Throwable e) {
    var cause = DatabaseFault.cause(e);
    var state = cause == null ? "" : String.valueOf(cause.getSQLState());
    return state.startsWith("22") || state.startsWith("23");
  }

  private static List<Message> rethrow(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }
}
