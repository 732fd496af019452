package tally.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body before anything else is done with it, bounded in length and in time. No
 * thread waits for a byte: a client that sends slowly, or stops, keeps nobody else from being
 * answered. A body that has not arrived when a stop has begun is waited for a moment longer.
 *
 * <p>Time is looked at with each piece that arrives, and when none arrives for as long as a
 * connection may be idle.
 */
final class BodyReader extends Handler.Wrapper implements Graceful {
  private static final int LONGEST = 1 << 20;

  /** So much more is read and thrown away, so that the client gets to reading the answer. */
  private static final int DRAINED = 16 << 20;

  /** Shorter ones are not counted: they are no more than what a connection takes anyway. */
  private static final int SHORT = 8 << 10;

  /** So much is read at one go by the thread that has noticed it, as it reads for all others. */
  private static final int MOST_PIECES = 64;

  private static final int MOST_BYTES = 64 << 10;

  private static final long TIME_LIMIT_AT_STOP = TimeUnit.SECONDS.toNanos(2);

  /** For all the bodies that are not short, until their requests are answered. */
  private final long memory = Runtime.getRuntime().maxMemory() / 16;

  private final AtomicLong taken = new AtomicLong();
  private final Duration limit;
  private volatile long stopDeadline;
  private volatile boolean stopping;

  BodyReader(Handler handler, Duration limit) {
    super(handler);
    this.limit = limit;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var headers = request.getHeaders();
    boolean hasBody =
        headers.contains(HttpHeader.TRANSFER_ENCODING)
            || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    if (!hasBody) {
      return super.handle(request, response, callback);
    }
    new Arriving(request, response, callback).run();
    return true;
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    stopDeadline = System.nanoTime() + TIME_LIMIT_AT_STOP;
    stopping = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isShutdown() {
    return stopping;
  }

  /** One body on its way. Run again with every piece. */
  private final class Arriving implements Invocable.Task {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final long deadline = System.nanoTime() + limit.toNanos();
    private byte[] bytes = new byte[SHORT];
    private int length;
    private boolean arrived;

    Arriving(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public void run() {
      int pieces = 0;
      int before = length;
      for (Content.Chunk chunk; (chunk = request.read()) != null; ) {
        if (Content.Chunk.isFailure(chunk)) {
          stop(brokenOff(chunk.getFailure()));
          return;
        }
        boolean fits = take(chunk);
        boolean last = chunk.isLast();
        chunk.release();
        arrived = last;
        if (!fits) {
          stop(new Problem.ServiceUnavailable("The server is busy. Try again soon."));
        } else if (length > LONGEST + DRAINED) {
          stop(new Problem.PayloadTooLarge());
        } else if (last) {
          done(
              length > LONGEST
                  ? Body.missing(new Problem.PayloadTooLarge())
                  : Body.of(bytes, length));
        } else if (isLate()) {
          stop(late());
        } else if (++pieces >= MOST_PIECES || length - before >= MOST_BYTES) {
          request.getComponents().getExecutor().execute(this);
        } else {
          continue;
        }
        return;
      }
      request.demand(this);
    }

    @Override
    public InvocationType getInvocationType() {
      return BodyReader.this.getInvocationType();
    }

    /** Keeps what has come, unless the body is too long already. */
    private boolean take(Content.Chunk chunk) {
      int more = chunk.remaining();
      if (length + more <= LONGEST) {
        if (length + more > bytes.length && !grow(length + more)) {
          return false;
        }
        chunk.getByteBuffer().get(bytes, length, more);
      }
      length += more;
      return true;
    }

    private boolean grow(int least) {
      int size = Math.min(Math.max(least, 4 * bytes.length), LONGEST);
      int more = size - bytes.length;
      if (taken.addAndGet(more) > memory) {
        taken.addAndGet(-more);
        return false;
      }
      Request.addCompletionListener(request, failure -> taken.addAndGet(-more));
      bytes = Arrays.copyOf(bytes, size);
      return true;
    }

    private Problem brokenOff(Throwable failure) {
      return failure instanceof TimeoutException
          ? late()
          : new Problem.MalformedRequest("The body breaks off.");
    }

    private Problem late() {
      return new Problem.MalformedRequest(
          408, "The body did not arrive within %d seconds.".formatted(limit.toSeconds()));
    }

    private boolean isLate() {
      long now = System.nanoTime();
      return now - deadline > 0 || (stopping && now - stopDeadline > 0);
    }

    /** Nothing more is read, so what comes after the answer could not be told from the rest. */
    private void stop(Problem problem) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      done(Body.missing(problem));
    }

    private void done(Body body) {
      if (!arrived) {
        // What comes now is the rest of this body, and not the next request.
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      }
      request.setAttribute(Body.ATTRIBUTE, body);
      try {
        if (!BodyReader.super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, 404);
        }
      } catch (Exception e) {
        Response.writeError(request, response, callback, e);
      }
    }
  }
}
