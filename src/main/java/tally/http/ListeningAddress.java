package tally.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** An address and a port to listen on. */
public record ListeningAddress(String host, int port) {
  /**
   * Tries it, so that a port that is taken is noticed before anything else is done.
   *
   * @throws CannotListenException if it is not to be had
   */
  public void requireFree() {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new CannotListenException(this, e);
    }
  }
}
