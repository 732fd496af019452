package tally.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tally.db.PoolSettings;

/**
 * Lets a request wait for its turn, or refuses it, before anything else is done for it. Whoever
 * asks how the server is, or a browser that asks what it may send, need not wait.
 */
final class TakingTurns extends Handler.Wrapper {
  /** How often it is looked who has waited too long. */
  private static final long TICK_MILLIS = 200;

  /** More would leave too few threads to all that takes no turn. */
  private static final int MOST_TURNS = 160;

  private final Turns<Arrived> turns;
  private final Set<String> exempt;

  /**
   * @param exempt the requests that take no turn, as {@code GET /healthz}; also those that are
   *     added later, before the server starts
   */
  TakingTurns(Handler handler, PoolSettings pool, Set<String> exempt) {
    super(handler);
    this.turns = new Turns<>(Math.min(pool.size(), MOST_TURNS), pool.connectionTimeout());
    this.exempt = exempt;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    tickLater();
  }

  /** How many requests stand in line. */
  int waiting() {
    return turns.waiting();
  }

  private void tickLater() {
    var unused =
        getServer()
            .getScheduler()
            .schedule(
                () -> {
                  if (isRunning()) {
                    getServer().getThreadPool().execute(turns::refuseOverdue);
                    tickLater();
                  }
                },
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var one = new Arrived(request, response, callback);
    if (isExempt(request)) {
      request.getComponents().getExecutor().execute(one::handle);
      return true;
    }
    switch (turns.take(one)) {
      case NOW -> request.getComponents().getExecutor().execute(one::handleAll);
      case LATER -> {}
      case NEVER -> one.refuse();
    }
    return true;
  }

  /**
   * Nothing waits in here, so that the thread that reads may come in. Otherwise another one would
   * have to be woken for each request, and on a busy machine it is that which requests wait for.
   */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private boolean isExempt(Request request) {
    var method = request.getMethod();
    return HttpMethod.OPTIONS.is(method)
        || exempt.contains(
            (HttpMethod.HEAD.is(method) ? "GET" : method) + " " + request.getHttpURI().getPath());
  }

  /** A request. */
  private final class Arrived implements Turns.Waiting {
    private final Request request;
    private final Response response;
    private final Callback callback;

    /** Its body is there by now. */
    private final long since = System.nanoTime();

    Arrived(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public long since() {
      return since;
    }

    /**
     * This one, and whoever's turn it is afterwards. Where more arrive than can be served, the
     * thread that reads comes first: else they wait before anybody has seen them. Where they can be
     * served it would only cost time.
     */
    @SuppressWarnings("ThreadPriorityCheck") // measured: halves their wait
    private void handleAll() {
      handle();
      for (var next = next(); next != null; next = next.next()) {
        if (turns.areTooFew()) {
          Thread.yield();
        }
        next.handle();
      }
    }

    private void handle() {
      try {
        if (!TakingTurns.super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, 404);
        }
      } catch (Throwable e) {
        Response.writeError(request, response, callback, e);
      }
    }

    private @Nullable Arrived next() {
      var exchange = Exchange.of(request);
      return turns.next(exchange != null && exchange.hasWaitedInVain());
    }

    @Override
    public void refuse() {
      var exchange = Exchange.of(request);
      var problem =
          new Problem.ServiceUnavailable("The server has too much to do. Try again soon.");
      var headers = response.getHeaders();
      problem.headers().forEach(headers::put);
      headers.put(HttpHeader.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE);
      var body =
          ProblemDocument.of(problem, exchange == null ? RequestId.make() : exchange.requestId());
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
      response.setStatus(problem.status());
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
