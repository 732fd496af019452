package tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tally.contract.Contract;

/**
 * Bytes over a socket, for what no HTTP client would send. A refusal that comes back is held
 * against the contract.
 */
public final class RawHttp {
  private RawHttp() {}

  /** Sends the text as it is, and returns all that comes back until the server hangs up. */
  public static String send(int port, String text) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!text.startsWith("HEAD ")) {
        Contract.OF_THE_SERVER.check(answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
