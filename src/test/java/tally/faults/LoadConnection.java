package tally.faults;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One client's connection, kept alive. It costs little, and tells apart how a request may end,
 * where an HTTP client would try again by itself.
 */
final class LoadConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  LoadConnection(int port) {
    this.port = port;
  }

  /** What is sent. */
  record Call(String method, String path, String headers, String body) {
    byte[] bytes() {
      var content = body.getBytes(StandardCharsets.UTF_8);
      var head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, headers, content.length);
      return (head + body).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** How it ended. */
  enum Ending {
    ANSWERED,
    /** There was no connection to be had. */
    REFUSED,
    /** The connection was gone before a byte of an answer came. */
    UNANSWERED,
    /** The answer stopped in the middle. */
    CUT,
    /** Nothing came for half a minute. */
    HANGING
  }

  /**
   * What came of it.
   *
   * @param status 0 without an answer
   */
  record Answer(Ending ending, int status, boolean hasRetryAfter, String body) {
    private static Answer none(Ending ending) {
      return new Answer(ending, 0, false, "");
    }
  }

  Answer send(Call call) {
    try {
      if (socket.isClosed() || !socket.isConnected()) {
        connect();
      }
    } catch (IOException e) {
      close();
      return Answer.none(Ending.REFUSED);
    }
    String statusLine;
    try {
      socket.getOutputStream().write(call.bytes());
      statusLine = line();
    } catch (SocketTimeoutException e) {
      close();
      return Answer.none(Ending.HANGING);
    } catch (IOException e) {
      close();
      return Answer.none(Ending.UNANSWERED);
    }
    try {
      return answer(statusLine);
    } catch (IOException e) {
      close();
      return Answer.none(e instanceof SocketTimeoutException ? Ending.HANGING : Ending.CUT);
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private Answer answer(String statusLine) throws IOException {
    int length = 0;
    boolean hasRetryAfter = false;
    boolean closes = false;
    for (var header = field(); !header.isEmpty(); header = field()) {
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
      hasRetryAfter |= header.startsWith("retry-after:");
      closes |= header.equals("connection: close");
    }
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (body.getBytes(StandardCharsets.UTF_8).length < length) {
      throw new EOFException();
    }
    if (closes) {
      close();
    }
    return new Answer(
        Ending.ANSWERED, Integer.parseInt(statusLine.split(" ", 3)[1]), hasRetryAfter, body);
  }

  private String field() throws IOException {
    return line().toLowerCase(Locale.ROOT);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c; (c = in.read()) != '\n'; ) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
