package tally.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a client has not taken yet of its answer, so that no thread waits for one that reads
 * slowly, or not at all. Only an answer that is longer than every page and every file makes its
 * writer wait.
 *
 * <p>The memory for all answers together is bounded: where it ends, the connection is cut that has
 * taken nothing for the longest time.
 */
final class AnswerWriter extends Handler.Wrapper {
  private static final int MOST = 2 << 20;

  private final long memory = Runtime.getRuntime().maxMemory() / 8;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();

  /** Those whose client makes them wait, in the order in which that began. */
  private final ConcurrentSkipListMap<Long, Answering> waiting = new ConcurrentSkipListMap<>();

  AnswerWriter(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var answering = new Answering(request, response, callback);
    return super.handle(
        request, answering, Callback.from(answering::handlerIsDone, callback::failed));
  }

  private void take(int bytes) {
    if (taken.addAndGet(bytes) > memory) {
      var longest = waiting.pollFirstEntry();
      if (longest != null) {
        longest.getValue().cut();
      }
    }
  }

  /** One answer on its way; called back when a piece of it is written. */
  private final class Answering extends Response.Wrapper implements Callback {
    private final Callback requestIsDone;

    /** All that follows is guarded by this object's lock. */
    private boolean isWriting;

    private int beingWritten;
    private final ByteArrayOutputStream next = new ByteArrayOutputStream(0);
    private boolean nextIsLast;
    private long turn;
    private boolean handlerIsDone;
    private @Nullable Throwable failure;

    /** Whoever waits until there is room. */
    private @Nullable Callback writer;

    Answering(Request request, Response response, Callback requestIsDone) {
      super(request, response);
      this.requestIsDone = requestIsDone;
    }

    /** The handler's buffer is its own again when this returns, so its content is copied. */
    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback done) {
      byte[] bytes = new byte[content == null ? 0 : content.remaining()];
      if (content != null) {
        content.get(bytes);
      }
      Throwable failed;
      boolean begins;
      boolean goesOn = true;
      synchronized (this) {
        failed = failure;
        begins = failed == null && !isWriting;
        if (begins) {
          isWriting = true;
          beingWritten = bytes.length;
        } else if (failed == null) {
          next.writeBytes(bytes);
          nextIsLast |= last;
          goesOn = next.size() <= MOST;
          writer = goesOn ? null : done;
        }
      }
      if (failed != null) {
        done.failed(failed);
        return;
      }
      take(bytes.length);
      if (begins) {
        write(last, bytes);
      }
      if (goesOn) {
        done.succeeded();
      }
    }

    private void write(boolean last, byte[] bytes) {
      super.write(last, ByteBuffer.wrap(bytes), this);
      synchronized (this) {
        if (isWriting && turn == 0) {
          turn = turns.incrementAndGet();
          waiting.put(turn, this);
        }
      }
    }

    @Override
    public void succeeded() {
      byte[] bytes = null;
      boolean last = false;
      boolean isDone = false;
      Callback resumed;
      synchronized (this) {
        written(beingWritten);
        resumed = writer;
        writer = null;
        if (next.size() > 0 || nextIsLast) {
          bytes = next.toByteArray();
          last = nextIsLast;
          next.reset();
          nextIsLast = false;
          beingWritten = bytes.length;
        } else {
          isWriting = false;
          isDone = handlerIsDone;
        }
      }
      if (bytes != null) {
        write(last, bytes);
      }
      if (resumed != null) {
        resumed.succeeded();
      }
      if (isDone) {
        requestIsDone.succeeded();
      }
    }

    @Override
    public void failed(Throwable why) {
      boolean isDone;
      Callback resumed;
      synchronized (this) {
        written(beingWritten + next.size());
        next.reset();
        failure = why;
        isWriting = false;
        isDone = handlerIsDone;
        resumed = writer;
        writer = null;
      }
      if (resumed != null) {
        resumed.failed(why);
      }
      if (isDone) {
        requestIsDone.failed(why);
      }
    }

    private void written(int bytes) {
      taken.addAndGet(-bytes);
      beingWritten = 0;
      waiting.remove(turn);
      turn = 0;
    }

    /** The request is done with when everything is written, too. */
    void handlerIsDone() {
      Throwable failed;
      synchronized (this) {
        handlerIsDone = true;
        if (isWriting) {
          return;
        }
        failed = failure;
      }
      if (failed == null) {
        requestIsDone.succeeded();
      } else {
        requestIsDone.failed(failed);
      }
    }

    void cut() {
      getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
    }
  }
}
