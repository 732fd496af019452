package tally.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What lies between two ends of a network: passes bytes on, late, in part, or not at all. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong bytesUntilCut = new AtomicLong(Long.MAX_VALUE);
  private volatile int target;
  private volatile boolean swallowing;
  private volatile long delayMillis;

  private TcpProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  static TcpProxy to(int port) {
    try {
      var proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      background(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on new connections go elsewhere, as when an address moves to another machine. */
  void moveTo(int port) {
    target = port;
  }

  /** Ends all connections now, with a reset. */
  void cut() {
    open.forEach(TcpProxy::reset);
    open.clear();
  }

  /** Ends all connections once so many more bytes have come from the target. */
  void cutAfter(long bytes) {
    bytesUntilCut.set(bytes);
  }

  /** From now on nothing arrives anywhere, and nobody is told. */
  void swallow(boolean on) {
    swallowing = on;
  }

  void delay(long millis) {
    delayMillis = millis;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void connect(Socket client) {
    try {
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.addAll(List.of(client, server));
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      background(() -> pump(client, server, false));
      background(() -> pump(server, client, true));
    } catch (IOException e) {
      // The target refuses, so this does too.
      reset(client);
    }
  }

  private void pump(Socket from, Socket to, boolean isAnswer) {
    var buffer = new byte[8192];
    try {
      for (int read; (read = from.getInputStream().read(buffer)) >= 0; ) {
        if (swallowing) {
          continue;
        }
        if (delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        long left = isAnswer ? bytesUntilCut.addAndGet(-read) : Long.MAX_VALUE;
        to.getOutputStream().write(buffer, 0, left < 0 ? (int) Math.max(0, read + left) : read);
        if (left < 0) {
          bytesUntilCut.set(Long.MAX_VALUE);
          cut();
        }
      }
    } catch (IOException e) {
      // One end is gone; so is the other, below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!swallowing) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  private static void background(Runnable work) {
    var thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
