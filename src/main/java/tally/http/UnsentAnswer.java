package tally.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way. It is sent piece by piece, as the handler has written it; called back when
 * a piece is sent.
 */
final class UnsentAnswer extends Response.Wrapper implements Callback {
  /** More makes the writer wait, bytes. */
  private static final int MOST = 2 << 20;

  /** How long a stop waits for a connection that is idle, milliseconds. */
  private static final long SOON = 1000;

  private final AnswerWriter all;
  private final long silence;
  private final Callback requestIsDone;

  /** The first one is being sent; this and all that follows is guarded by this object's lock. */
  private final Queue<Piece> pieces = new ArrayDeque<>();

  private int size;
  private boolean isSending;
  private long turn;
  private boolean handlerIsDone;
  private @Nullable Throwable failure;

  /** Whoever waits until there is room. */
  private @Nullable Callback writer;

  UnsentAnswer(AnswerWriter all, Request request, Response response, Callback requestIsDone) {
    super(request, response);
    this.all = all;
    this.silence = request.getConnectionMetaData().getConnector().getIdleTimeout();
    this.requestIsDone = requestIsDone;
  }

  private static final class Piece {
    final boolean isLast;
    final byte[] bytes;
    final ByteBuffer unsent;
    int lastSeen;

    Piece(boolean isLast, byte[] bytes) {
      this.isLast = isLast;
      this.bytes = bytes;
      this.unsent = ByteBuffer.wrap(bytes);
      this.lastSeen = bytes.length;
    }
  }

  /** The handler's buffer is its own again when this returns, so its content is copied. */
  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback done) {
    byte[] bytes = new byte[content == null ? 0 : content.remaining()];
    if (content != null) {
      content.get(bytes);
    }
    all.take(bytes.length);
    Throwable failed;
    boolean begins = false;
    boolean fits = true;
    synchronized (this) {
      failed = failure;
      if (failed == null) {
        pieces.add(new Piece(last, bytes));
        size += bytes.length;
        begins = !isSending;
        isSending = true;
        fits = size <= MOST;
        writer = fits ? null : done;
      }
    }
    if (failed != null) {
      all.giveBack(bytes.length);
      done.failed(failed);
      return;
    }
    if (begins) {
      send();
    }
    if (fits) {
      done.succeeded();
    }
  }

  /** Sends the first piece. Jetty calls back one after the other, so this is no recursion. */
  private void send() {
    Piece piece;
    boolean isDone = false;
    Throwable failed;
    synchronized (this) {
      piece = pieces.peek();
      failed = failure;
      if (piece == null) {
        // Given up at this moment, and nothing is being sent that could fail.
        isSending = false;
        isDone = handlerIsDone;
      }
    }
    if (piece != null) {
      super.write(piece.isLast, piece.unsent, this);
      waitFor(piece);
    } else if (isDone) {
      end(failed);
    }
  }

  private synchronized void waitFor(Piece piece) {
    if (pieces.peek() == piece) {
      turn = all.await(this);
    }
  }

  @Override
  public void succeeded() {
    boolean goesOn;
    boolean isDone;
    Throwable failed;
    Callback resumed = null;
    synchronized (this) {
      failed = failure;
      if (failed == null) {
        drop(pieces.remove());
        if (size <= MOST) {
          resumed = writer;
          writer = null;
        }
      }
      goesOn = !pieces.isEmpty();
      isSending = goesOn;
      isDone = handlerIsDone && !goesOn;
    }
    if (goesOn) {
      send();
    }
    if (resumed != null) {
      resumed.succeeded();
    }
    if (isDone) {
      end(failed);
    }
  }

  @Override
  public void failed(Throwable why) {
    boolean isDone;
    Callback resumed;
    synchronized (this) {
      resumed = fail(why);
      isSending = false;
      isDone = handlerIsDone;
    }
    if (isCommitted()) {
      AnswerWriter.cut(getRequest());
    }
    if (resumed != null) {
      resumed.failed(why);
    }
    if (isDone) {
      requestIsDone.failed(why);
    }
  }

  /** Lets go of what its client does not take, and of the client; false if all is taken by now. */
  boolean giveUp() {
    var why = new IOException("there is no memory left for an answer that is not taken");
    Callback resumed;
    synchronized (this) {
      if (!isSending) {
        return false;
      }
      resumed = fail(why);
    }
    // By which sending fails.
    AnswerWriter.cut(getRequest());
    if (resumed != null) {
      resumed.failed(why);
    }
    return true;
  }

  /** Where the system takes a part of a piece, the client has taken something. */
  void sendWhatFits() {
    if (endPoint() instanceof AbstractEndPoint endPoint) {
      endPoint.getWriteFlusher().completeWrite();
    }
    synchronized (this) {
      var piece = pieces.peek();
      if (piece != null && turn != 0 && piece.unsent.remaining() != piece.lastSeen) {
        piece.lastSeen = piece.unsent.remaining();
        all.goesOn(turn);
        turn = all.await(this);
      }
    }
  }

  /** Jetty waits next to nothing for connections, as most are idle when it stops. */
  void keepThroughStop() {
    if (isCommitted() && endPoint().getIdleTimeout() < silence) {
      endPoint().setIdleTimeout(silence);
    }
  }

  /** Whether it had begun, and is cut now. */
  boolean cutIfBegun() {
    boolean begun = isCommitted();
    if (begun) {
      AnswerWriter.cut(getRequest());
    }
    return begun;
  }

  private EndPoint endPoint() {
    return getRequest().getConnectionMetaData().getConnection().getEndPoint();
  }

  /** The request is done with when everything is sent, too. */
  void handlerIsDone() {
    Throwable failed;
    synchronized (this) {
      handlerIsDone = true;
      if (isSending) {
        return;
      }
      failed = failure;
    }
    end(failed);
  }

  private void end(@Nullable Throwable failed) {
    if (all.isShutdown()) {
      endPoint().setIdleTimeout(SOON);
    }
    if (failed == null) {
      requestIsDone.succeeded();
    } else {
      requestIsDone.failed(failed);
    }
  }

  /** To be called with the lock; returns whoever has to be told. */
  private @Nullable Callback fail(Throwable why) {
    failure = failure == null ? why : failure;
    while (!pieces.isEmpty()) {
      drop(pieces.remove());
    }
    var waiting = writer;
    writer = null;
    return waiting;
  }

  private void drop(Piece piece) {
    size -= piece.bytes.length;
    all.giveBack(piece.bytes.length);
    all.goesOn(turn);
    turn = 0;
  }
}
