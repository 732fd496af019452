package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers over real sockets that keep next to nothing themselves. */
class AnswerWriterIT {
  private static final int MEMORY = 4 << 20;
  private static final int PIECE = 32 << 10;
  private static final int MIB = 1 << 20;

  private final AtomicLong written = new AtomicLong();
  private final AtomicInteger done = new AtomicInteger();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  AnswerWriterIT() throws Exception {
    connector.setAcceptedSendBufferSize(PIECE);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setStopTimeout(10_000);
    server.setHandler(new GracefulHandler(new AnswerWriter(new Letters(), MEMORY)));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void anAnswerIsSentWithoutItsWriter() throws IOException {
    try (var late = ask("/" + MIB)) {
      until(() -> written.get() == MIB);
      assertEquals(0, done.get());

      assertEquals(MIB, length(late));
    }
    until(() -> done.get() == 1);
  }

  @Test
  void whoeverWritesMoreWaitsForTheReader() throws Exception {
    try (var late = ask("/" + 30 * MIB)) {
      until(() -> written.get() > 2 * MIB);
      Thread.sleep(300);
      assertTrue(written.get() < 3 * MIB, () -> written + " bytes are kept");

      assertEquals(30 * MIB, length(late));
    }
  }

  @Test
  void whereMemoryEndsThoseAreCutWhoHaveTakenNothingForTheLongestTime() throws Exception {
    try (var first = ask("/" + MIB);
        var second = ask("/" + MIB)) {
      until(() -> written.get() == 2 * MIB);
      // TCP keeps back what does not fill a segment for a fifth of a second and more: until then
      // even a client that reads nothing takes something.
      Thread.sleep(1000);
      // Whoever takes something goes to the end of the line.
      first.getInputStream().readNBytes(MIB / 2);
      try (var third = ask("/" + MIB);
          var fourth = ask("/" + MIB);
          var fifth = ask("/" + MIB)) {
        until(() -> written.get() == 5 * MIB);

        assertThrows(SocketException.class, () -> length(second));
        assertEquals(MIB / 4, first.getInputStream().readNBytes(MIB / 4).length);
        assertEquals(MIB, length(third));
        assertEquals(MIB, length(fourth));
        assertEquals(MIB, length(fifth));
      }
    }
  }

  @Test
  void soManyAreCutAsIsNeeded() throws IOException {
    var small = new ArrayList<Socket>();
    for (int i = 1; i <= 8; i++) {
      small.add(ask("/" + MIB / 2));
      int asked = i;
      until(() -> written.get() == asked * MIB / 2);
    }
    try (var large = ask("/" + 2 * MIB + "?at-once");
        var other = ask("/" + 2 * MIB + "?at-once")) {
      until(() -> written.get() == 8 * MIB);
      int cut = 0;
      for (var socket : small) {
        try (socket) {
          cut += isWhole(socket, MIB / 2) ? 0 : 1;
        }
      }
      assertTrue(cut >= 6, cut + " are cut");
      assertEquals(2 * MIB, length(other));
      large.setSoLinger(true, 0);
    }
  }

  @Test
  void whoeverStillWritesIsToldThatTheClientIsCut() throws IOException {
    try (var longest = ask("/" + 9 * MIB)) {
      until(() -> written.get() > 2 * MIB);
      try (var second = ask("/" + 2 * MIB + "?at-once");
          var third = ask("/" + 2 * MIB + "?at-once")) {
        until(() -> done.get() == 1);
        assertThrows(SocketException.class, () -> length(longest));
        second.setSoLinger(true, 0);
        third.setSoLinger(true, 0);
      }
    }
  }

  @Test
  void whatIsCutGivesItsMemoryBack() throws IOException {
    for (int i = 0; i < 20; i++) {
      long before = written.get();
      try (var gone = ask("/" + MIB)) {
        until(() -> written.get() == before + MIB);
        gone.setSoLinger(true, 0);
      }
    }
    until(() -> done.get() == 20);

    try (var late = ask("/" + MIB);
        var other = ask("/" + MIB)) {
      until(() -> written.get() == 22 * MIB);
      assertEquals(MIB, length(late));
      assertEquals(MIB, length(other));
    }
  }

  @Test
  void whoeverTakesNothingIsCutWhenTheConnectionHasBeenIdle() throws IOException {
    connector.setIdleTimeout(500);
    try (var late = ask("/" + MIB);
        // Its writer waits.
        var longer = ask("/" + 5 * MIB)) {
      until(() -> done.get() == 2);
      assertThrows(SocketException.class, () -> length(late));
      assertThrows(SocketException.class, () -> length(longer));
    }
  }

  /** Where the end of the connection is that of the answer, an end is not what there is. */
  @Test
  void whatIsCutDoesNotLookWhole() throws IOException {
    connector.setIdleTimeout(500);
    try (var late = ask("/" + MIB + "?length=unknown")) {
      until(() -> done.get() == 1);
      assertThrows(SocketException.class, () -> length(late));
    }
  }

  @Test
  void whatFailsAfterItsBeginningIsCutAtOnce() throws IOException {
    try (var failing = ask("/" + MIB + "?fails")) {
      until(() -> done.get() == 1);
      assertFalse(isWhole(failing, MIB));
    }
  }

  @Test
  void whatIsShorterThanItsLengthIsCut() throws IOException {
    try (var wrong = ask("/" + 100 + "?length=200")) {
      until(() -> done.get() == 1);
      assertThrows(SocketException.class, () -> length(wrong));
    }
  }

  @Test
  void aStopWaitsForWhoIsStillReading() throws Exception {
    try (var late = ask("/" + MIB)) {
      until(() -> written.get() == MIB);
      var stop = stopping();
      Thread.sleep(500);
      assertFalse(stop.isDone());

      assertEquals(MIB, length(late));
      stop.get(5, TimeUnit.SECONDS);
    }
  }

  /** Jetty gives connections a second, at a stop, in which something has to be taken. */
  @Test
  void aStopWaitsForWhoPauses() throws Exception {
    try (var late = ask("/" + 3 * MIB + "?length=unknown")) {
      until(() -> written.get() >= 2 * MIB);
      var stop = stopping();
      Thread.sleep(2500);
      assertFalse(stop.isDone());

      assertEquals(3 * MIB, length(late));
      stop.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatAStopCutsDoesNotLookWhole() throws Exception {
    server.setStopTimeout(2000);
    try (var late = connect()) {
      write(late, "GET /" + 3 * MIB + "?length=unknown HTTP/1.0\r\n\r\n");
      until(() -> written.get() >= 2 * MIB);
      stopping().get(5, TimeUnit.SECONDS);
      assertThrows(SocketException.class, () -> late.getInputStream().readAllBytes());
    }
  }

  /** What the system keeps for a connection has to be taken in part before it takes more. */
  @Test
  void whoeverTakesALittleAllTheTimeIsNotCut() throws Exception {
    connector.setAcceptedSendBufferSize(MIB);
    connector.setIdleTimeout(3000);
    try (var steady = ask("/" + 6 * MIB)) {
      until(() -> written.get() > 2 * MIB);
      for (int i = 0; i < 30; i++) {
        assertEquals(8192, steady.getInputStream().readNBytes(8192).length);
        Thread.sleep(300);
      }
      assertTrue(steady.getInputStream().readAllBytes().length > 5 * MIB);
    }
  }

  private CompletableFuture<Void> stopping() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.stop();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void answersFollowOneAnotherOnAConnection() throws IOException {
    try (var late = connect()) {
      for (int i = 0; i < 3; i++) {
        write(late, "GET /" + MIB + " HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      write(late, "HEAD /" + MIB + " HTTP/1.1\r\nHost: a\r\n\r\n");
      write(late, "GET /7 HTTP/1.0\r\nHost: a\r\n\r\n");
      var answer = new String(late.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(3 * MIB + 7, answer.chars().filter(c -> c == 'x').count());
      assertTrue(answer.endsWith("\r\n\r\nxxxxxxx"));
    }
    until(() -> done.get() == 5);
  }

  /** So many letters as the path says. */
  private final class Letters extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Request.addCompletionListener(request, failure -> done.incrementAndGet());
      var query = String.valueOf(request.getHttpURI().getQuery());
      int length = Integer.parseInt(request.getHttpURI().getPath().substring(1));
      if (query.startsWith("length=")) {
        if (!query.equals("length=unknown")) {
          response.getHeaders().put("Content-Length", query.substring(7));
        }
      } else {
        response.getHeaders().put("Content-Length", length);
      }
      try {
        var out = Content.Sink.asOutputStream(response);
        write(
            out,
            query.equals("fails") ? length / 2 : length,
            query.equals("at-once") ? length : PIECE);
        if (query.equals("fails")) {
          throw new IOException("by intention");
        }
        out.close();
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e);
      }
      return true;
    }

    private void write(OutputStream out, int length, int most) throws IOException {
      for (int rest = length; rest > 0; rest -= most) {
        var piece = new byte[Math.min(rest, most)];
        Arrays.fill(piece, (byte) 'x');
        out.write(piece);
        written.addAndGet(piece.length);
      }
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(PIECE);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private int port() {
    return connector.getLocalPort();
  }

  /** A client that has asked, and that does not read. */
  private Socket ask(String path) throws IOException {
    var socket = connect();
    write(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The body's, once the server has hung up. */
  private static int length(Socket socket) throws IOException {
    var answer = ByteBuffer.wrap(socket.getInputStream().readAllBytes());
    return StandardCharsets.US_ASCII.decode(answer).toString().split("\r\n\r\n", 2)[1].length();
  }

  private static boolean isWhole(Socket socket, int length) {
    try {
      return length(socket) == length;
    } catch (IOException e) {
      return false;
    }
  }

  private static void until(BooleanSupplier isSo) {
    for (int i = 0; i < 1000 && !isSo.getAsBoolean(); i++) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertTrue(isSo.getAsBoolean());
  }
}
