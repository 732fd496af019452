package tally.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a client has not taken yet of its answer, so that no thread waits for one that reads
 * slowly, or not at all. Only an answer that is longer than every page and every file makes its
 * writer wait.
 *
 * <p>The memory for all answers together is bounded: where it ends, those connections are cut that
 * have taken nothing for the longest time.
 */
final class AnswerWriter extends Handler.Wrapper implements Graceful {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  /** How often it is asked whether a client has taken something. */
  private static final long TICK_MILLIS = 300;

  /** How often it is told at most that answers were cut. */
  private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long memory;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();

  /** Those whose client makes them wait, in the order in which it took something last. */
  private final ConcurrentSkipListMap<Long, UnsentAnswer> waiting = new ConcurrentSkipListMap<>();

  private final Set<UnsentAnswer> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** Of {@link System#nanoTime}; only of the tick's. */
  private long told = System.nanoTime() - TOLD_NANOS;

  AnswerWriter(Handler handler) {
    this(handler, Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * @param memory for all answers, in bytes
   */
  AnswerWriter(Handler handler, long memory) {
    super(handler);
    this.memory = memory;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var answer = new UnsentAnswer(this, request, response, callback);
    underWay.add(answer);
    Request.addCompletionListener(request, failure -> underWay.remove(answer));
    return super.handle(request, answer, Callback.from(answer::handlerIsDone, callback::failed));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopping = false;
    tickLater();
  }

  /**
   * Who still takes something of an answer is given the time that the stop has. Just before its end
   * the rest is cut by ourselves: Jetty would close the connections, and an end is all that some
   * clients wait for.
   */
  @Override
  public CompletableFuture<Void> shutdown() {
    stopping = true;
    long most = getServer().getStopTimeout();
    var unused =
        getServer()
            .getScheduler()
            .schedule(this::cutAll, most - Math.min(500, most / 10), TimeUnit.MILLISECONDS);
    tick();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isShutdown() {
    return stopping;
  }

  private void tickLater() {
    var unused =
        getServer()
            .getScheduler()
            .schedule(
                () -> {
                  if (isRunning()) {
                    tick();
                    tellOfCut();
                    tickLater();
                  }
                },
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /**
   * The system says that there is room for more once a good part of what it keeps is taken, which
   * of somebody slow takes longer than silence may last. So it is asked, and each byte counts.
   */
  private void tick() {
    waiting.values().forEach(UnsentAnswer::sendWhatFits);
    if (stopping) {
      underWay.forEach(UnsentAnswer::keepThroughStop);
    }
  }

  /** Not where it happens: that may be the thread that reads for all connections. */
  private void tellOfCut() {
    long now = System.nanoTime();
    if (cut.get() > 0 && now - told >= TOLD_NANOS) {
      told = now;
      LOG.warn(
          "{} answers were cut that their clients did not take: all answers together have too"
              + " little memory",
          cut.getAndSet(0));
    }
  }

  private void cutAll() {
    long begun = underWay.stream().filter(UnsentAnswer::cutIfBegun).count();
    if (begun > 0) {
      LOG.warn("the stop has cut {} answers after SHUTDOWN_TIMEOUT", begun);
    }
  }

  /** Takes memory, from others if need be. */
  void take(int bytes) {
    taken.addAndGet(bytes);
    while (taken.get() > memory) {
      var longest = waiting.pollFirstEntry();
      if (longest == null) {
        return;
      }
      if (longest.getValue().giveUp()) {
        cut.incrementAndGet();
      }
    }
  }

  void giveBack(int bytes) {
    taken.addAndGet(-bytes);
  }

  /** Puts an answer behind all others that wait, and returns its turn, which is never 0. */
  long await(UnsentAnswer answer) {
    long turn = turns.incrementAndGet();
    waiting.put(turn, answer);
    return turn;
  }

  void goesOn(long turn) {
    waiting.remove(turn);
  }

  /**
   * Resets the request's connection. It is not closed: to a client that asked for {@code
   * Connection: close}, or speaks HTTP/1.0, an end of the connection is the end of the answer.
   */
  static void cut(Request request) {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        LOG.debug("the client is gone", e);
      }
    }
    endPoint.close();
  }
}
