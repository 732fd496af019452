package tally.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that asks again and again whether a server is ready, from an address of its own. */
final class Prober implements AutoCloseable {
  private final InetAddress address;
  private final int port;
  private final Duration interval;
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::ask, "prober");

  private Prober(InetAddress address, int port, Duration interval) {
    this.address = address;
    this.port = port;
    this.interval = interval;
  }

  /**
   * Begins to ask.
   *
   * @param n the last part of its address on loopback
   */
  static Prober start(int n, int port, Duration interval) {
    var prober = new Prober(loopback(n), port, interval);
    prober.thread.setDaemon(true);
    prober.thread.start();
    return prober;
  }

  private static InetAddress loopback(int n) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) n});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it was told so far. */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  private void ask() {
    try {
      while (true) {
        askOnce();
        Thread.sleep(interval.toMillis());
      }
    } catch (IOException | InterruptedException e) {
      // There is nobody any more, or no question.
    }
  }

  private void askOnce() throws IOException {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var request = "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      var line = new BufferedReader(in).readLine();
      if (line != null) {
        statuses.add(Integer.valueOf(line.split(" ", -1)[1]));
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
