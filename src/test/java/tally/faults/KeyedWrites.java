package tally.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import tally.faults.LoadConnection.Answer;
import tally.faults.LoadConnection.Call;
import tally.faults.LoadConnection.Ending;

/**
 * Clients that create tasks as one should: with an {@code Idempotency-Key}, and again with the same
 * one until there is an answer.
 */
final class KeyedWrites {
  private final ConcurrentLinkedQueue<String> titles = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> clients = new ArrayList<>();

  private KeyedWrites() {}

  static KeyedWrites start(int port, int clients, String authorization) {
    var writes = new KeyedWrites();
    for (int i = 0; i < clients; i++) {
      var client = new Thread(() -> writes.run(port, authorization), "keyed-" + i);
      client.setDaemon(true);
      writes.clients.add(client);
    }
    writes.clients.forEach(Thread::start);
    return writes;
  }

  private void run(int port, String authorization) {
    try (var connection = new LoadConnection(port)) {
      while (!stopped.get()) {
        var title = "keyed " + UUID.randomUUID();
        var headers = "Authorization: %s\r\nIdempotency-Key: %s\r\n";
        var call =
            new Call(
                "POST",
                "/api/tasks",
                headers.formatted(authorization, title.replace(' ', '-')),
                "{\"title\": \"" + title + "\"}");
        if (isDone(connection, call)) {
          titles.add(title);
        }
      }
    }
  }

  /** Also after the end was asked for: a request that was begun comes to its end. */
  private boolean isDone(LoadConnection connection, Call call) {
    for (int attempt = 0; attempt < 3000; attempt++) {
      var answer = connection.send(call);
      if (answer.status() == 201) {
        return true;
      }
      if (!isWorthAnotherTry(answer)) {
        surprises.add(answer.ending() + " " + answer.status() + " " + answer.body());
        return false;
      }
      LockSupport.parkNanos(10_000_000);
    }
    surprises.add("never answered");
    return false;
  }

  private static boolean isWorthAnotherTry(Answer answer) {
    return answer.ending() != Ending.ANSWERED || answer.status() == 503 || answer.status() == 409;
  }

  /** The titles that were acknowledged until now. */
  List<String> acknowledged() {
    return List.copyOf(titles);
  }

  /** Waits until so many more are acknowledged. */
  void await(int more) throws InterruptedException {
    int enough = titles.size() + more;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (titles.size() < enough) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + titles.size() + " were acknowledged; " + surprises);
      }
      Thread.sleep(5);
    }
  }

  /** Answers that a client would not know what to do with. */
  List<String> surprises() {
    return List.copyOf(surprises);
  }

  void stop() throws InterruptedException {
    stopped.set(true);
    for (var client : clients) {
      client.join(60_000);
    }
  }
}
