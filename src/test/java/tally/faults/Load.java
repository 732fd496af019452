package tally.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tally.faults.LoadConnection.Answer;
import tally.faults.LoadConnection.Call;
import tally.faults.LoadConnection.Ending;

/** Clients that send one request after the other, each on its own connection, until stopped. */
final class Load implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> clients = new ArrayList<>();

  /**
   * A request and what came of it.
   *
   * @param name what makes it known in the database, empty for a read
   * @param at of {@link System#nanoTime}, when it was sent
   * @param took until its end, whatever that was
   */
  record Sent(String name, long at, Duration took, Answer answer) {
    boolean isAcknowledged() {
      return answer.status() >= 200 && answer.status() < 300;
    }

    boolean isRefusedInOrder() {
      return answer.status() == 503 && answer.hasRetryAfter();
    }

    private String outcome() {
      return answer.ending() == Ending.ANSWERED
          ? Integer.toString(answer.status())
          : answer.ending().toString();
    }
  }

  /** What a client sends. */
  interface Script {
    /** The next one, under a name that no other request has. */
    Call next(String name);
  }

  private Load() {}

  /** As fast as it goes. */
  static Load start(int port, int clients, Script script) {
    return start(port, clients, 0, script);
  }

  /**
   * @param perSecond of all clients together; 0 for as many as there are answers
   */
  static Load start(int port, int clients, double perSecond, Script script) {
    var load = new Load();
    long interval = perSecond == 0 ? 0 : (long) (1e9 * clients / perSecond);
    for (int i = 0; i < clients; i++) {
      long first = System.nanoTime() + interval * i / clients;
      var thread = new Thread(() -> load.run(port, script, first, interval), "load-" + i);
      thread.setDaemon(true);
      load.clients.add(thread);
    }
    load.clients.forEach(Thread::start);
    return load;
  }

  /** Tasks of one user, each with a title of its own. */
  static Script creatingTasks(String authorization) {
    var headers = "Authorization: " + authorization + "\r\n";
    return name -> new Call("POST", "/api/tasks", headers, "{\"title\": \"" + name + "\"}");
  }

  /** One page of a user's tasks. */
  static Script readingTasks(String authorization) {
    var headers = "Authorization: " + authorization + "\r\n";
    return name -> new Call("GET", "/api/tasks?limit=10", headers, "");
  }

  private void run(int port, Script script, long first, long interval) {
    try (var connection = new LoadConnection(port)) {
      for (long due = first; !stopped.get(); due += interval) {
        if (interval > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
          // Who is late does not make up for it.
          due = Math.max(due, System.nanoTime() - interval);
        }
        var name = "load-" + NAMES.incrementAndGet();
        long at = System.nanoTime();
        var answer = connection.send(script.next(name));
        sent.add(new Sent(name, at, Duration.ofNanos(System.nanoTime() - at), answer));
        if (answer.ending() != Ending.ANSWERED) {
          LockSupport.parkNanos(5_000_000);
        }
      }
    }
  }

  /** What has come to its end until now. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Waits until so many are acknowledged: the server, freshly started, has found its speed. */
  Load warm(int acknowledged) throws InterruptedException {
    for (int i = 0;
        i < 6000 && sent.stream().filter(Sent::isAcknowledged).count() < acknowledged;
        i++) {
      Thread.sleep(10);
    }
    return this;
  }

  /** Waits until something was answered that was sent after now. */
  Sent awaitOne(Predicate<Sent> what) throws InterruptedException {
    return awaitOne(System.nanoTime(), what);
  }

  Sent awaitOne(long since, Predicate<Sent> what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (System.nanoTime() < deadline) {
      for (var one : sent) {
        if (one.at() >= since && what.test(one)) {
          return one;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError("never came: " + outcomes(sent()));
  }

  /** Lets every client finish what it does. */
  List<Sent> stop() throws InterruptedException {
    stopped.set(true);
    for (var client : clients) {
      LockSupport.unpark(client);
      client.join(60_000);
    }
    return sent();
  }

  /** How many of what there were, for people. */
  static Map<String, Long> outcomes(List<Sent> sent) {
    return sent.stream().collect(groupingBy(Sent::outcome, TreeMap::new, counting()));
  }

  /** The time that all but a hundredth of them keep within. */
  static Duration p99(List<Sent> sent) {
    var sorted = sent.stream().map(Sent::took).sorted().toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * 99 / 100);
  }

  @Override
  public void close() {
    stopped.set(true);
    clients.forEach(LockSupport::unpark);
  }
}
